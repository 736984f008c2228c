package dev.synod.testkit.sim;

import com.typesafe.config.Config;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;

/** The executor of every dispatcher in a simulated world: hands all tasks to its schedule. */
public final class SimExecutor extends ExecutorServiceConfigurator {

  /** Called by Pekko, by reflection. */
  public SimExecutor(Config config, DispatcherPrerequisites prerequisites) {
    super(config, prerequisites);
  }

  @Override
  public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
    Schedule schedule = World.scheduleOfThisThread();
    return new ExecutorServiceFactory() {
      @Override
      public ExecutorService createExecutorService() {
        return new Tasks(schedule);
      }
    };
  }

  private static final class Tasks extends AbstractExecutorService {
    private final Schedule schedule;
    private boolean over;

    Tasks(Schedule schedule) {
      this.schedule = schedule;
    }

    @Override
    public void execute(Runnable task) {
      schedule.submit(task);
    }

    @Override
    public void shutdown() {
      over = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
      over = true;
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return over;
    }

    @Override
    public boolean isTerminated() {
      return over;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
