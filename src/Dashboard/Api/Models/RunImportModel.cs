namespace Signalbox.Dashboard.Api.Models;

/// <summary>What an import came to (design/contract.md <c>import</c>).</summary>
/// <param name="Created">Key of the run.</param>
/// <param name="Warnings">What was not taken.</param>
/// <param name="Diagnostics">Empty: an import with faults is refused.</param>
/// <param name="Run">The run as it is now.</param>
internal sealed record RunImportModel(IReadOnlyList<string> Created, IReadOnlyList<RunImportWarningModel> Warnings, IReadOnlyList<DiagnosticModel> Diagnostics, RunModel Run);
