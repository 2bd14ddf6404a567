namespace Signalbox.Engine.Runs.Records;

/// <summary>How long ended runs are kept; pinned ones always are.</summary>
/// <param name="MaxAge">Since the run's end; null: no such limit.</param>
/// <param name="KeepPerWorkflow">The newest of each workflow; null: no such limit.</param>
public sealed record RetentionRules(TimeSpan? MaxAge, int? KeepPerWorkflow)
{
    /// <summary>Whether anything is ever deleted.</summary>
    public bool IsActive => MaxAge is not null || KeepPerWorkflow is not null;
}
