using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;
using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Components.Agents;

/// <summary>A person makes an agent known. The registry alone judges it; faults stand beside their field, all at once.</summary>
public sealed partial class RegisterForm
{
    private static readonly Field[] Fields =
    [
        new("kind", "What it is", "A coding agent's command line on this machine is found by itself.")
        {
            Choices = [("api", "a model behind an API"), ("command", "a program of this machine"), ("worker", "a worker that comes by itself")],
        },
        new("id", "Id", "What workflows name: small letters, digits, - and _."),
        new("name", "Name", "For people; the id when it is left empty."),
        new("provider", "Provider", "Whose it is; a server of one's own is openai-compatible."),
        new("model", "Model", "Where a step names none."),
        new("config.base_url", "Address", "Such as http://127.0.0.1:11434/v1; empty for Anthropic's and OpenAI's own.") { Only = "api" },
        new("config.api_key", "Key", "Where it is, never the key itself: env:NAME or file:/absolute/path.") { Only = "api" },
        new("config.command", "Command", """Program and arguments as JSON, such as ["my-agent", "--file", "{prompt_file}"]; else the prompt goes in on standard input.""") { Only = "command" },
        new("capabilities", "Capabilities", "What it can do, with commas between, such as plan, code_review."),
        new("role", "Role", "worker, coordinator or another word."),
        new("capacity", "Steps at once", "1 to 1000; empty: no limit of its own."),
    ];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal) { ["kind"] = "api" };
    private IReadOnlyList<InputFault> _faults = [];
    private string? _refused;
    private bool _busy;

    [Inject]
    private AgentRegistry Registry { get; set; } = null!;

    [Inject]
    private AgentRules Rules { get; set; } = null!;

    [Inject]
    private OrderDesk Desk { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    private string Kind => Value("kind") ?? "api";

    private IEnumerable<Field> Shown => Fields.Where(f => f.Only is null || string.Equals(f.Only, Kind, StringComparison.Ordinal));

    private IEnumerable<InputFault> Others => _faults.Where(f => !Shown.Any(shown => string.Equals(shown.Name, f.Field, StringComparison.Ordinal)));

    private IEnumerable<InputFault> Faults(string field) => _faults.Where(f => string.Equals(f.Field, field, StringComparison.Ordinal));

    private string? Value(string field) => _values.GetValueOrDefault(field);

    private void Set(string field, ChangeEventArgs change) => _values[field] = (change.Value as string ?? "").Trim();

    private async Task RegisterAsync()
    {
        if (_busy || await Desk.ActorAsync(Authentication) is not { } actor)
        {
            return;
        }

        // The registry cannot judge what is no number
        if (Given("capacity") is { } capacity && !int.TryParse(capacity, NumberStyles.Integer, CultureInfo.InvariantCulture, out _))
        {
            _faults = [new InputFault("capacity", capacity, "1 to 1000", $"capacity: found '{capacity}', allowed is 1 to 1000.")];
            return;
        }

        _busy = true;
        try
        {
            var result = await Registry.RegisterAsync(Registration(), actor, CancellationToken.None);
            _faults = result.Invalid ?? [];
            _refused = result.Refused is { } refused ? Sentences.Of(refused) : null;
            if (result.Agent is { } agent)
            {
                Desk.Say(NotificationSeverity.Success, $"{agent.Name} is registered", agent.Kind == AgentKind.Worker ? "It works when its worker comes." : "Workflows can name it now.");
                Navigation.NavigateTo(Links.Agent(agent.Id));
            }
        }
        finally
        {
            _busy = false;
        }
    }

    private AgentRegistration Registration() => new()
    {
        Id = Given("id"),
        Name = Given("name"),
        Kind = Kind switch { "api" => AgentKind.Api, "command" => AgentKind.Command, _ => AgentKind.Worker },
        Provider = Given("provider"),
        Model = Given("model"),
        Capabilities = [.. (Value("capabilities") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        Role = Given("role"),
        Capacity = Given("capacity") is { } capacity ? int.Parse(capacity, CultureInfo.InvariantCulture) : null,
        Config = Shown.Where(f => f.Only is not null && Given(f.Name) is not null).ToDictionary(f => f.Name["config.".Length..], f => Given(f.Name)!, StringComparer.Ordinal),
    };

    private string? Given(string field) => Value(field) is { Length: > 0 } text ? text : null;

    private sealed record Field(string Name, string Label, string Help)
    {
        public (string Value, string Words)[]? Choices { get; init; }

        /// <summary>Kind that alone has it; null: all have.</summary>
        public string? Only { get; init; }
    }
}
