using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Signalbox.Engine.Processes;

/// <summary>
/// The exit as a file name, because a rename works on a full disk: <c>exit.0</c>, <c>exit.143.stopped</c>,
/// <c>exit.0.left.2</c>. Compiled into server and supervisor.
/// </summary>
/// <param name="Code">Exit code, or 128 plus the signal.</param>
/// <param name="End">How it ended; never lost, which nobody is there to record.</param>
/// <param name="Left">Processes that it left behind at its own end, killed since.</param>
internal sealed record ExitRecord(int Code, ProcessEnd End, int Left)
{
    private const string LeftBehind = "left";

    private static readonly (ProcessEnd End, string Suffix)[] Suffixes =
    [
        (ProcessEnd.Stopped, "stopped"),
        (ProcessEnd.TimedOut, "timedout"),
        (ProcessEnd.OutputLimit, "limit"),
        (ProcessEnd.StartFailed, "startfailed"),
    ];

    /// <summary>The name of the record's file.</summary>
    public string FileName
    {
        get
        {
            var name = "exit." + Code.ToString(CultureInfo.InvariantCulture);
            foreach (var (end, suffix) in Suffixes)
            {
                if (end == End)
                {
                    return name + "." + suffix;
                }
            }

            return Left == 0 ? name : name + "." + LeftBehind + "." + Left.ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Reads a file name; false for any other file, the pending one included.</summary>
    public static bool TryParse(string fileName, [NotNullWhen(true)] out ExitRecord? record)
    {
        record = null;
        var parts = fileName.Split('.');
        if (parts is not ["exit", var number, ..] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var code))
        {
            return false;
        }

        if (parts.Length == 2)
        {
            record = new ExitRecord(code, ProcessEnd.Exited, 0);
        }
        else if (parts is [_, _, LeftBehind, var count] && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var left))
        {
            record = new ExitRecord(code, ProcessEnd.Exited, left);
        }
        else if (parts.Length == 3)
        {
            foreach (var (end, suffix) in Suffixes)
            {
                if (string.Equals(suffix, parts[2], StringComparison.Ordinal))
                {
                    record = new ExitRecord(code, end, 0);
                }
            }
        }

        return record is not null;
    }
}
