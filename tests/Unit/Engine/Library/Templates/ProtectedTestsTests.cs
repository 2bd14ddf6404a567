using System.Diagnostics;
using Signalbox.Engine.Library.Templates;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Import;
using Signalbox.Unit.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Library.Templates;

/// <summary>What the first step of <c>fix-a-failing-test</c> does, before any agent works.</summary>
public sealed class ProtectedTestsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("a.txt", "false", 0, "\"failing\": \"yes\"")]
    [InlineData("a.txt", "true", 0, "\"failing\": \"no\"")]
    [InlineData("tests", "false", 2, "tests is not in this repository and would protect nothing")]
    [InlineData("a.txt\ntest", "false", 2, "test is not in this repository and would protect nothing")]
    [InlineData("", "false", 0, "nothing is protected: the agent may change the tests")]
    [InlineData("a.txt", "there-is-no-such-command", 127, "not found")]
    public async Task Reproduce_LooksAtWhatIsProtected_BeforeTheAgentDoes(string isProtected, string oneTest, int exitCode, string says)
    {
        using var git = await new TestRepository().WithCommitAsync();
        var (code, output) = await RunAsync(git.Root, await ScriptAsync(), isProtected, oneTest);
        Assert.Equal(exitCode, code);
        Assert.Contains(says, output, StringComparison.Ordinal);
    }

    private static async Task<string> ScriptAsync()
    {
        var entry = (await new TemplateCatalog(new TemplateCatalogOptions("/nowhere")).ListAsync(null, Stop)).Single(t => t.Slug is "fix-a-failing-test");
        var values = entry.Template!.Variables.Where(v => v.Required).ToDictionary(v => v.Name, _ => "true", StringComparer.Ordinal);
        var workflow = WorkflowParser.Parse(Assert.Single(TemplateReader.Apply(entry.Template, values, null, new ImportOptions()).Created).Yaml, entry.Slug);
        return workflow.Definition!.Steps[0].Run!;
    }

    private static async Task<(int Code, string Output)> RunAsync(string folder, string script, string isProtected, string oneTest)
    {
        var start = new ProcessStartInfo("sh", ["-c", script]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        (start.Environment["PROTECTED"], start.Environment["ONE_TEST"], start.Environment["TEST"]) = (isProtected, oneTest, "one");
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Stop), process.StandardError.ReadToEndAsync(Stop));
        await process.WaitForExitAsync(Stop);
        return (process.ExitCode, await output + await errors);
    }
}
