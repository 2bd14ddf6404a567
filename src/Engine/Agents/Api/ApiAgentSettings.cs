using System.Net;
using Signalbox.Engine.Secrets;

namespace Signalbox.Engine.Agents.Api;

/// <summary>An agent that is a model behind an API, from configuration (design/agents.md). The key is a reference, read at each use.</summary>
public sealed record ApiAgentSettings
{
    /// <summary>Tokens of an answer at most, where nothing else is said and the API wants a number.</summary>
    public const int DefaultMaxTokens = 16_384;

    /// <summary>The id that workflows name.</summary>
    public required string Id { get; init; }

    /// <summary>The wire format.</summary>
    public required ApiKind Kind { get; init; }

    /// <summary>Where the API is; the only host that is ever called. Below it come <c>/v1/messages</c> for Anthropic's and <c>/chat/completions</c> for OpenAI's format.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>Name for people; null: the id.</summary>
    public string? Name { get; init; }

    /// <summary>Where the key is; null: the API wants none.</summary>
    public SecretReference? ApiKey { get; init; }

    /// <summary>Model of a step that names none; null: each step names its own.</summary>
    public string? Model { get; init; }

    /// <summary>Tokens of an answer at most, 1..1,000,000; null: what the API does, or <see cref="DefaultMaxTokens"/> where it wants a number.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Whose it is; null: the provider whose wire format it speaks.</summary>
    public string? Provider { get; init; }

    /// <summary>What it can do; null: what a model without tools can.</summary>
    public IReadOnlyList<string>? Capabilities { get; init; }

    /// <summary>Every fault, beginning with the key below the agent's own.</summary>
    internal IEnumerable<string> FindFaults()
    {
        if (BaseUrl.Scheme is not ("http" or "https") || BaseUrl.UserInfo.Length > 0 || BaseUrl.Query.Length > 0 || BaseUrl.Fragment.Length > 0)
        {
            yield return "BaseUrl: allowed is an address such as https://api.example.com/v1, without a name, a password or a query in it";
        }
        else if (IPAddress.TryParse(BaseUrl.IdnHost, out var address) && ApiHttp.IsRefused(address))
        {
            yield return $"BaseUrl: {address.ToString()} is link-local or tells a machine's own credentials: it is never called";
        }

        if (MaxTokens is < 1 or > 1_000_000)
        {
            yield return $"MaxTokens: found {MaxTokens}, allowed is a whole number from 1 to 1000000";
        }
    }

    /// <summary>Anthropic's own API with the key in <c>ANTHROPIC_API_KEY</c>.</summary>
    public static ApiAgentSettings Anthropic { get; } = new()
    {
        Id = "anthropic",
        Name = "Anthropic API",
        Kind = ApiKind.Anthropic,
        BaseUrl = new Uri("https://api.anthropic.com"),
        ApiKey = SecretReference.Parse("ANTHROPIC", "env:ANTHROPIC_API_KEY", out _),
    };

    /// <summary>OpenAI's own API with the key in <c>OPENAI_API_KEY</c>.</summary>
    public static ApiAgentSettings OpenAI { get; } = new()
    {
        Id = "openai",
        Name = "OpenAI API",
        Kind = ApiKind.OpenAI,
        BaseUrl = new Uri("https://api.openai.com/v1"),
        ApiKey = SecretReference.Parse("OPENAI", "env:OPENAI_API_KEY", out _),
    };
}
