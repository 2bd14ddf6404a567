namespace Signalbox.Engine.Runs.Records;

/// <summary>How long ended runs are kept; pinned ones always are. A new configuration changes it while the server works.</summary>
/// <param name="maxAge">Since the run's end; null: no such limit.</param>
/// <param name="keepPerWorkflow">The newest of each workflow; null: no such limit.</param>
public sealed class RetentionRules(TimeSpan? maxAge, int? keepPerWorkflow)
{
    private volatile Both _now = new(maxAge, keepPerWorkflow);

    /// <summary>Since the run's end; null: no such limit.</summary>
    public TimeSpan? MaxAge => _now.MaxAge;

    /// <summary>The newest of each workflow; null: no such limit.</summary>
    public int? KeepPerWorkflow => _now.KeepPerWorkflow;

    /// <summary>Whether anything is ever deleted.</summary>
    public bool IsActive => _now is not { MaxAge: null, KeepPerWorkflow: null };

    /// <summary>Takes over what another says.</summary>
    public void Change(RetentionRules other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _now = other._now;
    }

    private sealed record Both(TimeSpan? MaxAge, int? KeepPerWorkflow);
}
