using Quartz;

namespace Signalbox.Dashboard.Jobs;

/// <summary>Names of schedules in the job store, and of what their jobs carry.</summary>
internal static class ScheduleKeys
{
    /// <summary>Group of the jobs and of their triggers.</summary>
    public const string Group = "schedules";

    /// <summary><c>repository/slug</c>.</summary>
    public const string Workflow = "workflow";

    /// <summary>Id of the workflow.</summary>
    public const string WorkflowId = "workflowId";

    /// <summary>Place in the workflow's list.</summary>
    public const string Index = "index";

    public const string Cron = "cron";

    public const string TimeZone = "zone";

    public const string Misfire = "misfire";

    /// <summary>Inputs as a JSON object.</summary>
    public const string Inputs = "inputs";

    public const string LastAt = "lastAt";

    public const string LastRun = "lastRun";

    public const string LastProblem = "lastProblem";

    /// <summary>All of them.</summary>
    public static GroupMatcher<JobKey> Jobs { get; } = GroupMatcher<JobKey>.GroupEquals(Group);

    /// <summary>All of them.</summary>
    public static GroupMatcher<TriggerKey> Triggers { get; } = GroupMatcher<TriggerKey>.GroupEquals(Group);

    /// <summary>The trigger of a job has its name.</summary>
    public static TriggerKey TriggerOf(JobKey job) => new(job.Name, Group);
}
