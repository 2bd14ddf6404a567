using System.Text;
using Signalbox.Engine.Workflows.Import;
using static Signalbox.Unit.Engine.Workflows.Import.ImportText;

namespace Signalbox.Unit.Engine.Workflows.Import;

public sealed class WorkflowImporterTests
{
    [Fact]
    public void Import_OurOwnFormat_IsTakenAsItIsWritten()
    {
        const string Text = "version: \"1.0\" # ours\nname: mine\nsteps:\n  - {id: a, run: ls}\n  - {id: b, run: ls}\n";

        var result = Accepted(Text);

        Assert.Equal(ImportDialect.Signalbox, result.Dialect);
        Assert.Equal(Text, Assert.Single(result.Created).Yaml);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void Import_OurOwnFormatWithFaults_GivesTheParsersDiagnostics() =>
        Assert.StartsWith("4:22 unknown-key 'promt' is not a key of a step", Refused("version: \"1.0\"\nname: mine\nsteps:\n  - {id: a, run: ls, promt: x}\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("stages: []\nroles: []\n", "Its 'stages' describe the work of people and roles; a workflow has 'steps'.")]
    [InlineData("version: '1'\ntrust_levels: {}\n", "It looks like a trust model; 'signalbox trust import' reads those.")]
    [InlineData("{\"$schema\": \"x\"}", "It looks like a JSON schema.")]
    [InlineData("a: 1\n", "orchestrators).")]
    public void Import_NoDialect_SaysWhatIsImported(string text, string end)
    {
        var fault = Refused(text);

        Assert.StartsWith("1:1 unknown-dialect The file is none of the formats that are imported (run-file workflows, ", fault, StringComparison.Ordinal);
        Assert.EndsWith(end, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("- a\n", "unknown-dialect")]
    [InlineData("name: x\nsteps: [", "syntax")]
    [InlineData("{\"name\": \"x\", \"steps\": [}", "syntax")]
    [InlineData("a: &x [*x]\n", "recursive-alias")]
    public void Import_NotReadable_OneDiagnostic(string text, string code) => Assert.Contains($" {code} ", Refused(text), StringComparison.Ordinal);

    [Fact]
    public void Import_FlowMappingThatIsNoJson_IsReadAsYaml() =>
        Assert.Equal("tidy", One("{version: '1.0', name: tidy, steps: [{id: a, agent: claude, prompt: Go}]}").Name);

    [Fact]
    public void Import_NotUtf8OrTooLarge_IsRefused()
    {
        Assert.Equal("encoding", Assert.Single(WorkflowImporter.Import(new byte[] { 0x6e, 0xff }, "x", new ImportOptions()).Diagnostics).Code);
        Assert.Equal("too-large", Assert.Single(WorkflowImporter.Import(new byte[2 * 1024 * 1024], "x", new ImportOptions()).Diagnostics).Code);
    }

    [Fact]
    public void Import_MutatedFiles_NeverThrow()
    {
        var random = new Random(7);
        foreach (var file in DialectSamples.All)
        {
            var bytes = Encoding.UTF8.GetBytes(file);
            for (var round = 0; round < 300; round++)
            {
                var mutated = bytes.ToArray();
                for (var change = random.Next(1, 4); change > 0; change--)
                {
                    mutated[random.Next(mutated.Length)] = (byte)"{}[]:,-|'\"\n #%&*a1"[random.Next(18)];
                }

                var result = WorkflowImporter.Import(mutated, "m.yaml", new ImportOptions { Variables = round % 2 == 0 ? null : new Dictionary<string, string>(StringComparer.Ordinal) { ["feature"] = "x" } });

                Assert.Equal(result.IsAccepted, result.Diagnostics.Count == 0);
                Assert.True(result.IsAccepted || result.Created.Count == 0);
            }
        }
    }
}
