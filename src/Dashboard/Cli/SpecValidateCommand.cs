using Signalbox.Engine.Features;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox spec validate FILE..</c>: every fault of every feature spec, by spec 4's schema. Needs no server.</summary>
internal sealed class SpecValidateCommand(CliContext context)
    : ValidateCommand(context, "Feature specs (spec.yaml)", "Checks feature specs and prints every fault with its line and column")
{
    protected override IReadOnlyList<Diagnostic> Check(ReadOnlyMemory<byte> utf8, string file) => FeatureSpecFile.Read(utf8, file).Diagnostics;

    protected override IReadOnlyList<Diagnostic>? RefuseSize(long bytes, string file) => FeatureSpecFile.RefuseSize(bytes, file)?.Diagnostics;
}
