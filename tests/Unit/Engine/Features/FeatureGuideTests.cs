using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Signalbox.Engine.Features;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Import;

namespace Signalbox.Unit.Engine.Features;

/// <summary>The guide's example is what the guide says of it.</summary>
public sealed partial class FeatureGuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(
        typeof(FeatureGuideTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key is "RepositoryRoot").Value!, "docs", "guide", "features.md"));

    [Fact]
    public void Example_IsValidAndBecomesAStepThatItsCommandsProve()
    {
        var example = Block().Match(Guide).Groups["yaml"].Value;

        Assert.Empty(FeatureSpecFile.Read(example, "spec.yaml").Diagnostics);
        var workflow = Assert.Single(WorkflowImporter.Import(Encoding.UTF8.GetBytes(example), "spec.yaml", new ImportOptions { Dialect = ImportDialect.FeatureSpec, KnownAgents = new HashSet<string>(["claude"], StringComparer.Ordinal) }).Created);
        var step = Assert.Single(WorkflowParser.Parse(Encoding.UTF8.GetBytes(workflow.Yaml), "notes.yaml").Definition!.Steps);
        Assert.Equal(("make test\nmake check", Methodology.Tdd, new IterateDefinition(3, IterateUntil.Verify)), (step.Verify!.Run, step.Methodology, step.Iterate));
    }

    [GeneratedRegex("```yaml\n(?<yaml>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();
}
