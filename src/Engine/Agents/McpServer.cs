using System.Text.RegularExpressions;
using Signalbox.Engine.Secrets;

namespace Signalbox.Engine.Agents;

/// <summary>
/// An MCP server that steps may name under <c>tools.mcp_servers</c>, from configuration: a program, or an address. Secrets are names of configured ones; the values
/// reach the agent as its environment, and what is written to a file says <c>${NAME}</c> in their place.
/// </summary>
public sealed partial record McpServer
{
    /// <summary>The name that workflows say.</summary>
    public required string Id { get; init; }

    /// <summary>Program and arguments; empty: it has an address.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Environment of the program, on top of its secrets.</summary>
    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Address of a server that runs elsewhere; null: it is a program.</summary>
    public Uri? Url { get; init; }

    /// <summary>Whether the address speaks the older transport, server-sent events. Default false: streamable HTTP.</summary>
    public bool IsSse { get; init; }

    /// <summary>Headers of each request to the address.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Names of configured secrets: variables of the program, and <c>${NAME}</c> in <see cref="Env"/> and <see cref="Headers"/>.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Every fault, beginning with the key below the server's own.</summary>
    internal IEnumerable<string> FindFaults()
    {
        if (!AgentIds.IsValid(Id))
        {
            yield return "the name of an MCP server is made of small letters, digits, '_' and '-', with a letter first";
        }

        if (Command.Count == 0 == (Url is null))
        {
            yield return "Command (program and arguments) or Url is needed, one of the two";
        }

        if (Command.Any(part => part.Contains('\0', StringComparison.Ordinal)) || (Command.Count > 0 && string.IsNullOrWhiteSpace(Command[0])))
        {
            yield return "Command: the first part is the program, and no part holds a NUL character";
        }

        if (Url is not null && Url.Scheme is not ("http" or "https"))
        {
            yield return "Url: allowed is an address such as https://mcp.example.com/mcp";
        }

        if (Url?.UserInfo is { Length: > 0 } || (Url is not null && Credential().IsMatch(Url.Query)))
        {
            yield return "Url: a credential does not belong into the address; send it as a header, such as Headers:Authorization=Bearer ${NAME} with NAME among Secrets";
        }

        if (Url is null && (Headers.Count > 0 || IsSse))
        {
            yield return "Headers and Transport are for a server with a Url";
        }

        if (Url is not null && Env.Count > 0)
        {
            yield return "Env is for a server with a Command";
        }

        foreach (var secret in Secrets.Where(name => !SecretReference.IsName(name)))
        {
            yield return $"Secrets: '{secret}' is no name of a secret: capital letters, digits and underscores, with a letter first";
        }

        foreach (var (isVariable, name, value) in Env.Select(e => (true, e.Key, e.Value)).Concat(Headers.Select(h => (false, h.Key, h.Value))))
        {
            var place = isVariable ? "Env" : "Headers";
            var used = Reference().Matches(value).Select(m => m.Groups["name"].Value).ToList();
            if (used.Find(secret => !Secrets.Contains(secret, StringComparer.Ordinal)) is { } unknown)
            {
                yield return $"{place}:{name}: '{unknown}' is not among the Secrets of the server";
            }
            else if (used.Count == 0 && Credential().IsMatch(name))
            {
                // Never quotes the value: somebody may have put the secret itself there.
                yield return $"{place}:{name}: the value itself does not belong here; name a configured secret under Secrets, and write ${{NAME}}";
            }

            if (value.Any(char.IsControl) || !(isVariable ? Variable() : Header()).IsMatch(name))
            {
                yield return $"{place}:{name}: a name without spaces and a value of one line are needed";
            }
        }
    }

    [GeneratedRegex(@"\$\{(?<name>[^}]*)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();

    [GeneratedRegex("key|token|secret|password|credential|authorization|cookie", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Credential();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"^[A-Za-z0-9-]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Header();
}
