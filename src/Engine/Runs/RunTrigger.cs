namespace Signalbox.Engine.Runs;

/// <summary>How a run was started.</summary>
public enum RunTrigger
{
    /// <summary>In the dashboard.</summary>
    Browser = 0,

    /// <summary>By the command line.</summary>
    CommandLine = 1,

    /// <summary>Over the REST API.</summary>
    Api = 2,

    /// <summary>By the workflow's schedule.</summary>
    Schedule = 3,

    /// <summary>As a step of another run.</summary>
    Workflow = 4,

    /// <summary>From a checkpoint of another run.</summary>
    Fork = 5,

    /// <summary>By a signed webhook.</summary>
    Webhook = 6,
}
