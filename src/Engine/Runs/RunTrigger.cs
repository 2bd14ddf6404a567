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
}
