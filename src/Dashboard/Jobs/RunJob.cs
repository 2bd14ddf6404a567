using Quartz;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs.Execution;

namespace Signalbox.Dashboard.Jobs;

/// <summary>Looks at one run. Transport only: delivered twice or never, the run's rows and its claim decide (ADR 2).</summary>
internal sealed class RunJob(RunExecutor executor, RunJobsService jobs) : IJob
{
    /// <summary>Key of the run's id in the job's data.</summary>
    public const string RunIdKey = "run";

    /// <summary>The token of Quartz is not used: Quartz does not cancel running jobs at shutdown, our own service does.</summary>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        if (EntityId.TryParse<RunId>(context.MergedJobDataMap[RunIdKey] as string, out var run))
        {
            await executor.ExecuteAsync(run, jobs.Stopping);
        }
    }
}
