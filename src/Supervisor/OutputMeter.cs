using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Signalbox.Engine.Processes;

namespace Signalbox.Supervisor;

/// <summary>
/// Measures the output files, by descriptor: an agent that renames or removes its log does not escape its limit. Open for as
/// long as the supervisor lives.
/// </summary>
internal sealed class OutputMeter(ProcessLaunch launch)
{
    private readonly SafeFileHandle _output = Open(launch.StandardOutputFile);
    private readonly SafeFileHandle _errors = Open(launch.StandardErrorFile);

    /// <summary>A sentence once a limit was passed.</summary>
    public string? Fault { get; private set; }

    /// <summary>Whether either file is longer than this.</summary>
    public bool IsPast(long limit)
    {
        var which = RandomAccess.GetLength(_output) > limit ? "standard output"
            : RandomAccess.GetLength(_errors) > limit ? "standard error"
            : null;
        if (which is not null)
        {
            Fault ??= $"Its {which} passed the limit of {limit.ToString(CultureInfo.InvariantCulture)} bytes.";
        }

        return which is not null;
    }

    private static SafeFileHandle Open(string file) => File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
