using System.Diagnostics;
using System.Net;
using Signalbox.Dashboard.Api;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Api;

public sealed class ArtifactTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Artifact_IsSentAsAnAttachment()
    {
        using var folder = RunFolder();
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("DOC-1", folder.Path);
        using var client = server.Client();
        using var response = await client.GetAsync("/api/v1/runs/DOC-1/artifacts/steps/01_plan/outputs/sub/page.html", Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("<script>", await response.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("steps/01_plan/outputs/../../../secret")]
    [InlineData("steps/01_plan/outputs/%2e%2e/%2e%2e/%2e%2e/secret")]
    [InlineData("steps/01_plan/outputs/..%2f..%2f..%2fsecret")]
    [InlineData("secret")]
    [InlineData("steps/01_plan/prompt.md")]
    [InlineData("steps/01_plan/outputs")]
    [InlineData("steps/01_plan/outputs/none")]
    [InlineData("steps/01_plan/outputs/link")]
    [InlineData("steps/01_plan/outputs/linked/secret")]
    [InlineData("steps/01_plan/outputs/sub")]
    [InlineData("steps/01_plan/outputs/pipe")]
    [InlineData("%2fetc%2fpasswd")]
    public async Task Artifact_OutsideTheOutputsOrNoFile_Is404(string path)
    {
        using var folder = RunFolder();
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("DOC-1", folder.Path);
        using var client = server.Client();
        using var response = await client.GetAsync("/api/v1/runs/DOC-1/artifacts/" + path, Token);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.DoesNotContain("hidden", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("steps/01_plan/outputs/plan.md", true)]
    [InlineData("steps/03_lint/visits/2/items/src/outputs/a/b.txt", true)]
    [InlineData("steps/01_plan/outputs/", false)]
    [InlineData("steps/outputs/x", false)]
    [InlineData("steps/01_plan/outputs/./x", false)]
    [InlineData("steps//outputs/x", false)]
    [InlineData("steps/01_plan/outputs/a\\b", false)]
    [InlineData("/steps/01_plan/outputs/x", false)]
    public void OutputPath_IsBelowTheOutputsOfAStep(string path, bool expected) => Assert.Equal(expected, ArtifactFiles.IsOutputPath(path));

    [Fact]
    public async Task Outputs_TellFilesFromText()
    {
        using var folder = RunFolder();
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("DOC-1", folder.Path, outputs: new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["page"] = "steps/01_plan/outputs/sub/page.html",
            ["verdict"] = "go",
        });
        using var client = server.Client();
        var json = await client.GetStringAsync("/api/v1/runs/DOC-1/outputs", Token);
        Assert.Contains("""{"stepId":"greet","name":"page","type":"file","value":"steps/01_plan/outputs/sub/page.html","bytes":8,"url":"/api/v1/runs/DOC-1/artifacts/steps/01_plan/outputs/sub/page.html"}""", json, StringComparison.Ordinal);
        Assert.Contains("""{"stepId":"greet","name":"verdict","type":"string","value":"go","bytes":null,"url":null}""", json, StringComparison.Ordinal);
    }

    private static TemporaryFolder RunFolder()
    {
        var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.In("steps", "01_plan", "outputs", "sub"));
        Directory.CreateDirectory(folder.In("elsewhere"));
        File.WriteAllText(folder.In("secret"), "hidden");
        File.WriteAllText(folder.In("elsewhere", "secret"), "hidden");
        File.WriteAllText(folder.In("steps", "01_plan", "prompt.md"), "hidden");
        File.WriteAllText(folder.In("steps", "01_plan", "outputs", "sub", "page.html"), "<script>");
        File.CreateSymbolicLink(folder.In("steps", "01_plan", "outputs", "link"), folder.In("secret"));
        Directory.CreateSymbolicLink(folder.In("steps", "01_plan", "outputs", "linked"), folder.In("elsewhere"));
        using var mkfifo = Process.Start("mkfifo", [folder.In("steps", "01_plan", "outputs", "pipe")]);
        mkfifo.WaitForExit();
        Assert.Equal(0, mkfifo.ExitCode);
        return folder;
    }
}
