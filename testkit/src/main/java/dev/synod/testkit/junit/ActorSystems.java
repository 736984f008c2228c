package dev.synod.testkit.junit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * An {@link ActorTestKit} for the tests of a class, which is surely shut down.
 *
 * <pre>{@code
 * @RegisterExtension static final ActorSystems ACTORS = ActorSystems.perClass();
 * }</pre>
 *
 * <p>or {@code @ExtendWith(ActorSystems.class)}; then a test, or the constructor of its class, has
 * a parameter of the type {@link ActorTestKit} or {@link ActorSystem}.
 *
 * <p>Pekko 1.7 has {@code TestKitJUnit5Extension} for this, which leaks actor systems: each test
 * method has an instance of its class, and thus a kit of its own, but only that of the last one is
 * shut down; where no test comes as far as its method, none is. Here JUnit itself closes the kit
 * when its scope ends, however that ended. An actor system that has not terminated then fails the
 * class or the test, with the tree of the actors that still live.
 *
 * <p>The actor systems have the configuration of {@code application-test.conf}, if there is one, or
 * {@code application.conf}, but they are local, and one that is made remote by {@link
 * #config(String)} listens on a free port of 127.0.0.1. No test depends on a network or a fixed
 * port, nor does one end the JVM.
 */
public final class ActorSystems
    implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {
  private static final String FOR_TESTS = "application-test";
  private static final Config OFFLINE =
      ConfigFactory.parseString(
          """
          pekko {
            actor.provider = local
            remote.artery {
              canonical { hostname = "127.0.0.1", port = 0 }
              bind { hostname = "", port = "" }
            }
            cluster.jmx.multi-mbeans-in-same-jvm = on
            coordinated-shutdown {
              exit-jvm = off
              run-by-jvm-shutdown-hook = off
            }
            jvm-exit-on-fatal-error = off
            jvm-shutdown-hooks = off
          }
          """);

  private final boolean eachTest;
  private final Config config;
  private final Duration patience;
  private final ExtensionContext.Namespace own =
      ExtensionContext.Namespace.create(ActorSystems.class, this);
  private final AtomicReference<Kit> latest = new AtomicReference<>();

  private record Kit(ActorTestKit actors, String owner, Duration patience)
      implements AutoCloseable {
    @Override
    public void close() {
      ActorSystem<Void> system = actors.system();
      system.terminate();
      try {
        Done unused =
            system
                .getWhenTerminated()
                .toCompletableFuture()
                .get(patience.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException late) {
        throw new AssertionError(
            "the actor system of %s has not terminated in %s: an actor blocks, or a task of its"
                    .formatted(owner, patience)
                + " coordinated shutdown hangs; its actors:\n"
                + system.printTree(),
            late);
      } catch (ExecutionException failed) {
        throw new AssertionError("the actor system of " + owner + " did not end well", failed);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while " + owner + " ends", interrupted);
      }
    }
  }

  /** For JUnit: one for the class. */
  public ActorSystems() {
    this(false, OFFLINE, Duration.ofSeconds(20));
  }

  private ActorSystems(boolean eachTest, Config config, Duration patience) {
    this.eachTest = eachTest;
    this.config = config;
    this.patience = patience;
  }

  /** One kit for all tests of the class and of its nested classes. */
  public static ActorSystems perClass() {
    return new ActorSystems();
  }

  /** A kit of its own for each test: for tests that leave something behind in the actor system. */
  public static ActorSystems perTest() {
    ActorSystems shared = new ActorSystems();
    return new ActorSystems(true, shared.config, shared.patience);
  }

  /** Settings before those of the configuration file, in HOCON. */
  public ActorSystems config(String hocon) {
    return config(ConfigFactory.parseString(hocon));
  }

  /** Settings before those of the configuration file. */
  public ActorSystems config(Config settings) {
    return new ActorSystems(eachTest, settings.withFallback(config), patience);
  }

  /** How long an actor system may take to terminate; 20 s if nothing is said. */
  public ActorSystems patience(Duration atMost) {
    return new ActorSystems(eachTest, config, atMost);
  }

  /**
   * The kit of the class, or of the test that runs; where tests run at the same time, each with a
   * kit of its own, only a parameter tells which is whose.
   *
   * @throws IllegalStateException outside of a test
   */
  public ActorTestKit testKit() {
    Kit kit = latest.get();
    if (kit == null) {
      throw new IllegalStateException(
          "there is no actor system yet: register this as a @RegisterExtension, static if it is"
              + " per class, and use it within a test or a lifecycle method");
    }
    return kit.actors();
  }

  /** The actor system of {@link #testKit()}. */
  public ActorSystem<Void> system() {
    return testKit().system();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (!eachTest) {
      latest.set(kit(context));
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    latest.set(kit(context));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return (type == ActorTestKit.class || type == ActorSystem.class)
        && (!eachTest || context.getTestMethod().isPresent());
  }

  /** A constructor's kit must not outlive its test, if each test has its own. */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ActorTestKit actors = kit(context).actors();
    return parameter.getParameter().getType() == ActorTestKit.class ? actors : actors.system();
  }

  /** Of this scope or one around it; JUnit closes it when the scope ends. */
  private Kit kit(ExtensionContext context) {
    return context.getStore(own).computeIfAbsent(Kit.class, unused -> create(context), Kit.class);
  }

  private Kit create(ExtensionContext context) {
    String owner =
        context.getRequiredTestClass().getSimpleName()
            + (eachTest ? "." + context.getDisplayName() : "");
    return new Kit(
        ActorTestKit.create(name(context), config.withFallback(files()).resolve()),
        owner,
        patience);
  }

  private static Config files() {
    boolean absent = ConfigFactory.parseResourcesAnySyntax(FOR_TESTS).isEmpty();
    return absent ? ConfigFactory.load() : ConfigFactory.load(FOR_TESTS);
  }

  private static String name(ExtensionContext context) {
    String name = context.getRequiredTestClass().getSimpleName().replaceAll("[^a-zA-Z0-9]", "");
    return name.isEmpty() ? "test" : name;
  }
}
