using Signalbox.Engine.Trust;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox trust validate FILE..</c>: every fault of every trust model. Needs no server.</summary>
internal sealed class TrustValidateCommand(CliContext context)
    : ValidateCommand(context, "Trust models, YAML or JSON", "Checks trust models and prints every fault with its line and column")
{
    protected override IReadOnlyList<Diagnostic> Check(ReadOnlyMemory<byte> utf8, string file) => TrustModelReader.Read(utf8, file).Diagnostics;
}
