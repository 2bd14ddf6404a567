using System.Diagnostics;
using System.Diagnostics.Metrics;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Hosting.Telemetry;

/// <summary>The instruments of the meter <c>Signalbox</c>. Each says its unit; tags are few-valued: workflow, status, agent, outcome, model.</summary>
internal sealed class RunInstruments : IDisposable
{
    private readonly Meter _meter = new(TelemetryExport.Source, ProductVersion.Text);
    private readonly Counter<long> _started;
    private readonly Counter<long> _ended;
    private readonly Histogram<double> _runDuration;
    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _attemptDuration;
    private readonly Counter<long> _tokens;
    private readonly Counter<double> _cost;
    private readonly Counter<long> _logBytes;
    private long _queued;
    private long _active;

    public RunInstruments()
    {
        _started = _meter.CreateCounter<long>("signalbox.runs.started", "{run}", "Runs that began");
        _ended = _meter.CreateCounter<long>("signalbox.runs.ended", "{run}", "Runs that ended, by status");
        _runDuration = _meter.CreateHistogram<double>("signalbox.run.duration", "s", "From the begin of a run to its end");
        _attempts = _meter.CreateCounter<long>("signalbox.attempts", "{attempt}", "Attempts that ended, by agent and outcome");
        _attemptDuration = _meter.CreateHistogram<double>("signalbox.attempt.duration", "s", "From the begin of an attempt to its end");
        _tokens = _meter.CreateCounter<long>("signalbox.tokens", "{token}", "Tokens that agents say they used, by kind");
        _cost = _meter.CreateCounter<double>("signalbox.cost", "{USD}", "Known cost of attempts in US dollars");
        _logBytes = _meter.CreateCounter<long>("signalbox.logs.bytes", "By", "Log text that the database stored, counted when its run ends");
        _meter.CreateObservableGauge("signalbox.queue.length", () => Interlocked.Read(ref _queued), "{run}", "Runs that wait for a place");
        _meter.CreateObservableGauge("signalbox.runs.active", () => Interlocked.Read(ref _active), "{run}", "Runs at work");
    }

    public void SetCounts(int queued, int active)
    {
        Interlocked.Exchange(ref _queued, queued);
        Interlocked.Exchange(ref _active, active);
    }

    public void RunStarted(Run run) => _started.Add(1, Tag("workflow", run.Workflow), Tag("trigger", run.Trigger.ToString()));

    public void RunEnded(Run run)
    {
        TagList tags = [Tag("workflow", run.Workflow), Tag("status", run.Status.ToString())];
        _ended.Add(1, tags);
        _logBytes.Add(run.LogBytes, Tag("workflow", run.Workflow));
        if (run.StartedAt is { } began && run.EndedAt is { } ended)
        {
            _runDuration.Record((ended - began).TotalSeconds, tags);
        }
    }

    public void AttemptEnded(Attempt attempt)
    {
        TagList tags = [Tag("agent", attempt.Agent), Tag("outcome", attempt.Status.ToString())];
        _attempts.Add(1, tags);
        if (attempt.EndedAt is { } ended)
        {
            _attemptDuration.Record((ended - attempt.StartedAt).TotalSeconds, tags);
        }

        if (attempt.Usage is { } usage)
        {
            Use(attempt, usage);
        }
    }

    public void Dispose() => _meter.Dispose();

    private void Use(Attempt attempt, AgentUsage usage)
    {
        Tokens(attempt, "input", usage.InputTokens);
        Tokens(attempt, "output", usage.OutputTokens);
        Tokens(attempt, "cache_read", usage.CacheReadTokens);
        Tokens(attempt, "cache_creation", usage.CacheCreationTokens);
        if (usage.CostUsd is { } cost)
        {
            _cost.Add((double)cost, Tag("agent", attempt.Agent), Tag("model", attempt.Model));
        }
    }

    // What an agent does not say is not counted as nothing.
    private void Tokens(Attempt attempt, string kind, long? count)
    {
        if (count is { } tokens)
        {
            _tokens.Add(tokens, Tag("agent", attempt.Agent), Tag("model", attempt.Model), Tag("kind", kind));
        }
    }

    private static KeyValuePair<string, object?> Tag(string name, string? value) => new(name, value ?? "unknown");
}
