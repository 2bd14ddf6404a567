using Signalbox.Engine.Agents;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox workflow validate FILE..</c>: every fault of every file. Needs no server.</summary>
internal sealed class WorkflowValidateCommand(CliContext context)
    : ValidateCommand(context, "Workflow files", "Checks workflow files and prints every fault with its line and column")
{
    protected override IReadOnlyList<Diagnostic> Check(ReadOnlyMemory<byte> utf8, string file) => WorkflowParser.Parse(utf8, file, AgentCatalog.KnownIds).Diagnostics;

    protected override IReadOnlyList<Diagnostic>? RefuseSize(long bytes, string file) => WorkflowParser.RefuseSize(bytes, file)?.Diagnostics;
}
