namespace Signalbox.Dashboard.Hosting;

/// <summary>Exit codes of the command line (design/contract.md).</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int RunFailed = 1;
    public const int BadUsage = 2;
    public const int NotFound = 3;
    public const int Refused = 4;
    public const int Unreachable = 5;
    public const int Interrupted = 130;
}
