namespace Signalbox.Engine.Workspaces;

/// <summary>What a call of git gave.</summary>
/// <param name="ExitCode">0 when it did what was asked.</param>
/// <param name="Output">Standard output, without the line end at its end unless the call keeps it.</param>
/// <param name="Error">Standard error, or why git did not run or was ended.</param>
internal sealed record GitResult(int ExitCode, string Output, string Error)
{
    /// <summary>The output is only its beginning: <see cref="GitCall.Cut"/>.</summary>
    public bool IsCut { get; init; }

    /// <summary>Whether git did what was asked.</summary>
    public bool IsSuccess => ExitCode == 0;

    /// <summary>git's own words about what went wrong, in one line, without its prefix.</summary>
    public string Reason
    {
        get
        {
            var lines = Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var line = Array.Find(lines, text => text.StartsWith("fatal: ", StringComparison.Ordinal) || text.StartsWith("error: ", StringComparison.Ordinal))
                ?? lines.LastOrDefault()
                ?? "git gave no reason";
            return line.Length > 7 && line[5..7] is ": " ? line[7..] : line;
        }
    }
}
