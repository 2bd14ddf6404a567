using System.Text.RegularExpressions;

namespace Signalbox.Engine.Agents;

/// <summary>What an agent may be called (design/domain.md, Ids).</summary>
public static partial class AgentIds
{
    /// <summary>Whether an agent may have this id.</summary>
    public static bool IsValid(string id) => Pattern().IsMatch(id);

    [GeneratedRegex(@"^[a-z][a-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
