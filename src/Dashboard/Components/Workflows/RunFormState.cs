using System.Globalization;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Components.Workflows;

/// <summary>What a person has entered to start a workflow, and what was wrong with it.</summary>
public sealed class RunFormState
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private IReadOnlyList<InputFault> _faults = [];

    /// <summary>Begins with the defaults of the inputs.</summary>
    public RunFormState(IReadOnlyList<InputDefinition> inputs)
    {
        Inputs = inputs;
        foreach (var input in inputs)
        {
            _texts[input.Name] = input.Default switch
            {
                null => input is { Type: InputType.Choice, Required: true, Options: [var only] } ? only : "",
                IReadOnlyList<object?> items => string.Join(", ", items),
                bool on => on ? "true" : "false",
                var value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
            };
        }
    }

    /// <summary>The inputs in order.</summary>
    public IReadOnlyList<InputDefinition> Inputs { get; }

    /// <summary>Told the name of each field that changes.</summary>
    public Action<string>? OnChange { get; init; }

    /// <summary>What the person wants, in their own words.</summary>
    public string? Prompt { get; set; }

    /// <summary>Chosen key of the run.</summary>
    public string? Key { get; set; }

    /// <summary>What stands against the start as a whole.</summary>
    public string? Refused { get; private set; }

    /// <summary>What is wrong with the workflow's file, a line each.</summary>
    public IReadOnlyList<Diagnostic> Broken { get; private set; } = [];

    /// <summary>Faults that belong to no field that is shown.</summary>
    public IReadOnlyList<InputFault> OtherFaults => [.. _faults.Where(f => !_texts.ContainsKey(f.Field))];

    /// <summary>How many faults there are.</summary>
    public int FaultCount => _faults.Count;

    /// <summary>What a field holds.</summary>
    public string Text(string input) => _texts[input];

    /// <summary>A switch is on.</summary>
    public bool IsOn(string input) => string.Equals(_texts[input], "true", StringComparison.Ordinal);

    /// <summary>Takes what was entered; its fault is gone until it is tried again.</summary>
    public void Set(string input, string? text)
    {
        _texts[input] = text ?? "";
        _faults = [.. _faults.Where(f => !string.Equals(f.Field, input, StringComparison.Ordinal))];
        OnChange?.Invoke(input);
    }

    /// <summary>Faults of one field.</summary>
    public IEnumerable<InputFault> Faults(string input) => _faults.Where(f => string.Equals(f.Field, input, StringComparison.Ordinal));

    /// <summary>What was entered, by field. Empty fields are not given: the engine says whether that will do.</summary>
    public IReadOnlyDictionary<string, object?> Values =>
        Inputs.Where(i => _texts[i.Name].Length > 0).ToDictionary(i => i.Name, i => (object?)_texts[i.Name], StringComparer.Ordinal);

    /// <summary>The request to start it.</summary>
    public StartRunRequest ToRequest(string workflow, string actor) => new()
    {
        Workflow = workflow,
        Inputs = Values,
        Prompt = string.IsNullOrWhiteSpace(Prompt) ? null : Prompt,
        Key = string.IsNullOrWhiteSpace(Key) ? null : Key.Trim(),
        Trigger = RunTrigger.Browser,
        Actor = actor,
    };

    /// <summary>Takes what came of the request.</summary>
    public void Take(StartRunResult result)
    {
        _faults = result.Invalid ?? [];
        Broken = result.Broken ?? [];
        Refused = result.Refused ?? result.NotFound ?? (Broken.Count > 0 ? "The workflow's file has faults and cannot run as it is now." : null);
    }

    /// <summary>Takes what stands against an answer: faults of its fields, or one sentence.</summary>
    public void Take(IReadOnlyList<InputFault> faults, string? refused)
    {
        _faults = faults;
        Broken = [];
        Refused = refused;
    }

    /// <summary>Takes a refusal of the page itself.</summary>
    public void Refuse(string reason)
    {
        Broken = [];
        Refused = reason;
    }
}
