using Signalbox.Engine.Metrics.Facts;

namespace Signalbox.Engine.Metrics;

/// <summary>What metrics are of; what is null does not matter.</summary>
/// <param name="Workflow">Slug.</param>
/// <param name="Agent">Id. What is measured of whole runs is then of those in which it worked.</param>
/// <param name="Model">Name, in the same way.</param>
/// <param name="Repository">Name.</param>
public sealed record MetricFilter(string? Workflow = null, string? Agent = null, string? Model = null, string? Repository = null)
{
    /// <summary>Everything.</summary>
    public static MetricFilter All { get; } = new();

    /// <summary>One text for each filter, another for another one: names snapshots of it.</summary>
    public string Scope => this == All ? "" : string.Join('\u001f', Workflow, Agent, Model, Repository);

    /// <summary>Whether a fact is of it.</summary>
    public bool Takes(MetricFact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        return Takes(fact, fact.Detail as RunEnded);
    }

    /// <summary>Whether a fact is of it that is of a whole run: then so are the agents, models and repositories of the run, where the fact does not say its own.</summary>
    internal bool Takes(MetricFact fact, RunEnded? whole) =>
        Is(Workflow, fact.Workflow)
        && (Is(Repository, fact.Repository) || whole?.BaseCommits.ContainsKey(Repository!) == true)
        && (whole is null || fact.Agent is not null ? Is(Agent, fact.Agent) : Among(Agent, whole.Agents))
        && (whole is null || fact.Model is not null ? Is(Model, fact.Model) : Among(Model, whole.Models));

    private static bool Is(string? wanted, string? found) => wanted is null || string.Equals(wanted, found, StringComparison.Ordinal);

    private static bool Among(string? wanted, IReadOnlyList<string> found) => wanted is null || found.Contains(wanted, StringComparer.Ordinal);
}
