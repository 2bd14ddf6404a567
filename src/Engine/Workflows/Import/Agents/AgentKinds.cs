using Signalbox.Engine.Workflows.Import.Output;

namespace Signalbox.Engine.Workflows.Import.Agents;

/// <summary>Which of our agents does the work of a declared one (design/agents.md, Registry: providers map to kinds).</summary>
internal static class AgentKinds
{
    private static readonly string[] Programs = ["claude", "codex", "copilot", "gemini"];
    private static readonly string[] ProgramKeys = ["cli", "command", "program", "executable"];

    /// <summary>Id of our agent; null when the provider is none that is known.</summary>
    /// <param name="id">Id of the declared agent: the name of a command-line agent says that it is meant.</param>
    /// <param name="provider">Its provider.</param>
    /// <param name="config">Its configuration: a command-line agent that it names is meant too.</param>
    public static string? Of(string id, string provider, IReadOnlyDictionary<string, object?> config) =>
        Array.Find(Programs, p => p.Equals(id, StringComparison.OrdinalIgnoreCase)) ?? Named(config) ?? provider.ToLowerInvariant() switch
        {
            "anthropic" => "anthropic",
            "openai" => "openai",
            "github" or "copilot" => "copilot",
            "google" or "gemini" => "gemini",
            "claude" => "claude",
            "codex" => "codex",
            _ => null,
        };

    /// <summary>Id of our agent that has a model; null when the name is no model's that is known (spec 1: <c>agent</c> may be "gpt-4").</summary>
    public static string? OfModel(string name) =>
        name.StartsWith("gpt-", StringComparison.OrdinalIgnoreCase) ? "openai"
        : name.StartsWith("claude-", StringComparison.OrdinalIgnoreCase) ? "anthropic"
        : name.StartsWith("gemini-", StringComparison.OrdinalIgnoreCase) ? "gemini"
        : null;

    private static string? Named(IReadOnlyDictionary<string, object?> config) => ProgramKeys
        .Select(key => (config.GetValueOrDefault(key) is IReadOnlyList<object?> { Count: > 0 } words ? words[0] : config.GetValueOrDefault(key)) as string)
        .OfType<string>()
        .Select(command => Path.GetFileName(command.Trim().Split(' ')[0]))
        .Select(name => Array.Find(Programs, p => p.Equals(name, StringComparison.OrdinalIgnoreCase)))
        .FirstOrDefault(program => program is not null);

    /// <summary>What a step writes under <c>agent</c>: the id, or a mapping with the model and, for an API, its options.</summary>
    public static object Write(ImportedAgent agent)
    {
        var options = new OutputMap { IsFlow = true };
        foreach (var name in (string[])["max_tokens", "temperature", "base_url"])
        {
            options.Set(name, agent.Kind is "anthropic" or "openai" ? agent.Config.GetValueOrDefault(name) : null);
        }

        // 'copilot' as the model of the Copilot CLI names the program once more
        var model = string.Equals(agent.Model, agent.Kind, StringComparison.Ordinal) ? null : agent.Model;
        return model is null && options.Entries.Count == 0
            ? agent.Kind
            : new OutputMap { IsFlow = true }.Set("provider", agent.Kind).Set("model", model).Set("options", options);
    }
}
