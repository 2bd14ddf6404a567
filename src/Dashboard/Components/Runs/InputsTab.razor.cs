using System.Globalization;
using Microsoft.AspNetCore.Components;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Terminals;

namespace Signalbox.Dashboard.Components.Runs;

/// <summary>What the run was given: prompt, inputs, the workflow as it was, and where it works.</summary>
public sealed partial class InputsTab
{
    /// <summary>The run.</summary>
    [Parameter, EditorRequired]
    public required RunView View { get; set; }

    [Inject]
    private IAgentTerminals Terminals { get; set; } = default!;

    private IReadOnlyList<KeyValuePair<string, string?>> Inputs => [.. View.Run.Inputs.Select(i => KeyValuePair.Create(i.Key, Text(i.Value)))];

    private IReadOnlyList<KeyValuePair<string, string?>> About =>
    [
        new("Id", View.Run.Id.Value),
        new("Started by", $"{View.Run.StartedBy}, {How(View.Run.Trigger)}"),
        .. Places,
        .. Terminals.CommandFor(View.Run.Id) is { } command ? [new KeyValuePair<string, string?>("In a terminal", command)] : Array.Empty<KeyValuePair<string, string?>>(),
        new("Trace", View.Run.TraceId),
        .. Overrides,
    ];

    /// <summary>Where it works: each repository of several says what the only one says.</summary>
    private IEnumerable<KeyValuePair<string, string?>> Places => View.State.Repositories.SelectMany(repository =>
    {
        var workspace = View.State.WorkspaceIn(repository);
        var suffix = View.Run.Repositories.Count == 0 ? "" : $" of {View.State.NameOf(repository)}";
        return new KeyValuePair<string, string?>[]
        {
            new(suffix.Length == 0 ? "Repository" : View.State.NameOf(repository), repository.Path),
            new($"Worktree{suffix}", workspace?.Path ?? "not made"),
            new($"Base commit{suffix}", workspace?.BaseCommit ?? "not known"),
            new($"Ports{suffix}", workspace is { Ports.Count: > 0 } ? string.Join(", ", workspace.Ports.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name}={p.Port}"))) : null),
        }.Where(place => place.Value is not null);
    });

    /// <summary>Only what this run does differently from its workflow.</summary>
    private IEnumerable<KeyValuePair<string, string?>> Overrides => new KeyValuePair<string, string?>[]
    {
        new("Agent instead", View.Run.AgentOverride),
        new("Model instead", View.Run.ModelOverride),
        new("Cost limit", View.Run.MaxCostUsd is { } cost ? string.Create(CultureInfo.InvariantCulture, $"{cost} USD, instead of the workflow's") : null),
        new("Time limit", View.Run.MaxDurationMinutes is { } minutes ? string.Create(CultureInfo.InvariantCulture, $"{minutes} minutes, instead of the workflow's") : null),
    }.Where(o => o.Value is not null);

    private static string How(RunTrigger trigger) => trigger switch
    {
        RunTrigger.Browser => "in the dashboard",
        RunTrigger.CommandLine => "from the command line",
        RunTrigger.Api => "over the API",
        RunTrigger.Schedule => "by its schedule",
        RunTrigger.Workflow => "as a step of another run",
        RunTrigger.Fork => "as a fork",
        RunTrigger.Webhook => "by a webhook",
    };

    private static string? Text(object? value) => value switch
    {
        null => null,
        true => "true",
        false => "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
