namespace Signalbox.Dashboard.Hosting;

/// <summary>The world is not as it must be, in one sentence a person can act on; never shown with a stack trace.</summary>
/// <param name="exitCode">Exit code of the command line (design/contract.md).</param>
/// <param name="message">The sentence.</param>
internal sealed class SignalboxFaultException(int exitCode, string message) : Exception(message)
{
    /// <summary>Exit code of the command line.</summary>
    public int ExitCode { get; } = exitCode;
}
