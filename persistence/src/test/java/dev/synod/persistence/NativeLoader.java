package dev.synod.persistence;

/** Says whether LevelDB's native library loads in this JVM. */
final class NativeLoader {
  private NativeLoader() {}

  public static void main(String[] arguments) {
    try {
      NativeLibrary.require();
      System.out.println("loaded");
    } catch (IllegalStateException refused) {
      System.out.println(refused.getMessage());
    }
  }
}
