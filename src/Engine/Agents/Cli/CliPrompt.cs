using System.Text;

namespace Signalbox.Engine.Agents.Cli;

/// <summary>
/// How a prompt reaches a CLI that takes it as an argument. The arguments of a process can be read by everybody on the machine and one of them
/// holds 128 KiB at most; such a CLI also reads a prompt from its standard input when it is given none.
/// </summary>
internal static class CliPrompt
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>The arguments, and whether the prompt goes in on standard input instead: when it is long, holds a secret or could be read as an option.</summary>
    public static (IReadOnlyList<string> Arguments, bool OnInput) Arguments(AgentRequest request)
    {
        var prompt = request.Prompt ?? throw new ArgumentException("an agent's step has a prompt", nameof(request));
        return string.IsNullOrWhiteSpace(prompt) || prompt.StartsWith('-') || prompt.Contains('\0', StringComparison.Ordinal)
            || Encoding.UTF8.GetByteCount(prompt) > MaxBytes
            || request.Secrets.Any(secret => prompt.Contains(secret.Trim('\r', '\n'), StringComparison.Ordinal))
            ? ([], true)
            : (["-p", prompt], false);
    }
}
