package dev.synod.persistence.store;

/** Says whether LevelDB's native library loads in this JVM. */
final class NativeLoader {
  private NativeLoader() {}

  public static void main(String[] arguments) {
    try {
      NativeLibrary.require();
      System.out.println("loaded");
    } catch (StoreException refused) {
      System.out.println(refused.getMessage());
    }
  }
}
