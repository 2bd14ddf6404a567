using System.Text.Json;
using Signalbox.Engine.Transfer;

namespace Signalbox.Unit.Engine.Transfer;

public sealed class FileExporterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("signalbox-files-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_folder, "data");

    private string Export => Path.Combine(_folder, "export");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Export_TakesDocumentsLogsOutputsAndTemplates_AndNothingOfWorkspacesOrProcesses()
    {
        Write("runs/K-1/metadata.json", "{}");
        Write("runs/K-1/steps/01_a/attempts/1/stdout.log", "out");
        Write("runs/K-1/steps/01_a/attempts/1/outputs/process/kept.txt", "kept");
        Write("runs/K-1/steps/01_a/attempts/1/process/launch.json", "environment");
        Write("runs/K-1/workspace/file.txt", "git's");
        Write("runs/.transfer-1/half.txt", "half");
        Write("templates/mine.yaml", "name: mine");
        Write("keys/key.xml", "secret");
        Write("cli.token", "secret");
        Link("runs/K-1/steps/01_a/stdout.log", "attempts/1/stdout.log");
        Link("runs/K-1/steps/01_a/attempts/1/outputs/stdout.log", "attempts/1/stdout.log");
        Link("runs/K-1/steps/01_a/prompt.md", "../../../../cli.token");
        var leftOut = new LeftOut();

        var files = await ExportAsync(new Dictionary<string, bool>(StringComparer.Ordinal) { [Path.Combine(Data, "runs/K-1/steps/01_a/attempts/1")] = false }, leftOut);

        Assert.Equal(
            ["runs/K-1/metadata.json", "runs/K-1/steps/01_a/attempts/1/outputs/process/kept.txt", "runs/K-1/steps/01_a/attempts/1/stdout.log", "runs/K-1/steps/01_a/stdout.log -> attempts/1/stdout.log", "templates/mine.yaml"],
            files.Select(f => f.Link is null ? f.Path : $"{f.Path} -> {f.Link}").Order(StringComparer.Ordinal));
        Assert.Equal("out", await File.ReadAllTextAsync(Path.Combine(Export, "files", "runs/K-1/steps/01_a/attempts/1/stdout.log"), Ct));
        Assert.Equal(2, leftOut.Sentences.Count);
        Assert.All(leftOut.Sentences, s => Assert.EndsWith("a link, which is not followed", s, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Export_OfAttemptsWithSecrets_TakesNoLogThatHasThem()
    {
        const string Working = "runs/K-1/steps/01_a/attempts/1";
        const string Recorded = "runs/K-1/steps/01_a/attempts/2";
        Write($"{Working}/stdout.log", "secret");
        Write($"{Working}/prompt.md", "secret");
        Write($"{Working}/outputs/plan.md", "plan");
        Write($"{Recorded}/stdout.log", "the secret\nis here");
        Write($"{Recorded}/stderr.log", "not looked through");
        Write($"{Recorded}/prompt.md", "prompt");

        // Bytes 4 to 10 and 11 to 13; the file itself is not sealed yet.
        byte[] record = [.. "SBMASK1\n"u8, .. BitConverter.GetBytes((4UL << 24) | 7), .. BitConverter.GetBytes((11UL << 24) | 2)];
        await File.WriteAllBytesAsync(Path.Combine(Data, Recorded, "stdout.log.mask"), record, Ct);
        var leftOut = new LeftOut();

        var files = await ExportAsync(new Dictionary<string, bool>(StringComparer.Ordinal) { [Path.Combine(Data, Working)] = true, [Path.Combine(Data, Recorded)] = true }, leftOut);

        Assert.Equal(
            [$"{Working}/outputs/plan.md", $"{Recorded}/prompt.md", $"{Recorded}/stdout.log", $"{Recorded}/stdout.log.mask"], files.Select(f => f.Path).Order(StringComparer.Ordinal));
        Assert.Equal("the ******\n** here", await File.ReadAllTextAsync(Path.Combine(Export, "files", Recorded, "stdout.log"), Ct));
        Assert.Equal(3, leftOut.Sentences.Count);
    }

    [Fact]
    public async Task Export_BesideAServer_TakesNothingOfAttemptsThatNoRowKnows()
    {
        const string Known = "runs/K-1/steps/01_a/attempts/1";
        Write($"{Known}/stdout.log", "out");
        Write($"{Known}/outputs/attempts/2/kept.txt", "kept");
        Write("runs/K-1/steps/01_a/attempts/2/stdout.log", "secret");
        Write("runs/K-1/steps/01_a/attempts/2/outputs/plan.md", "secret");
        Write("runs/K-2/steps/01_a/attempts/1/prompt.md", "secret");
        var leftOut = new LeftOut();

        var files = await ExportAsync(new Dictionary<string, bool>(StringComparer.Ordinal) { [Path.Combine(Data, Known)] = false }, leftOut);

        Assert.Equal([$"{Known}/outputs/attempts/2/kept.txt", $"{Known}/stdout.log"], files.Select(f => f.Path).Order(StringComparer.Ordinal));
        Assert.Equal(2, leftOut.Sentences.Count);
        Assert.All(leftOut.Sentences, s => Assert.EndsWith("no row of the export knows it, it began later", s, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Export_OfAPromptThatIsNotMaskedYet_LeavesItOutThoughItsAttemptHasEnded()
    {
        const string Ended = "runs/K-1/steps/01_a/attempts/1";
        Write($"{Ended}/prompt.md", "secret");
        var leftOut = new LeftOut();
        var attempts = new Dictionary<string, bool>(StringComparer.Ordinal) { [Path.Combine(Data, Ended)] = true };

        Assert.Empty(await ExportAsync(attempts, leftOut));
        Assert.Equal($"{Ended}/prompt.md: its secrets have not been taken out yet", Assert.Single(leftOut.Sentences));
    }

    [Theory]
    [InlineData("runs/K-1/metadata.json", true)]
    [InlineData("runs/K-1/steps/01_a/attempts/1/outputs/process/kept.txt", true)]
    [InlineData("runs/K-1/workspace/.git/hooks/post-checkout", false)]
    [InlineData("runs/K-1/steps/01_a/attempts/1/process/launch.json", false)]
    [InlineData("runs/.transfer-1/half.txt", false)]
    public void IsData_OfWhatAnExportNeverTakes_IsFalse(string name, bool isData) => Assert.Equal(isData, FileExporter.IsData(name));

    private async Task<List<TransferFile>> ExportAsync(IReadOnlyDictionary<string, bool> secretive, LeftOut leftOut)
    {
        var summary = await new FileExporter(Data, Export, secretive, leftOut).ExportAsync(null, Ct);
        var lines = await File.ReadAllLinesAsync(Path.Combine(Export, "files.jsonl"), Ct);
        Assert.Equal(summary.Count, lines.Length);
        return [.. lines.Select(l => JsonSerializer.Deserialize<TransferFile>(l, TransferJson.Line)!)];
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(Data, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private void Link(string name, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Data, name))!);
        File.CreateSymbolicLink(Path.Combine(Data, name), target);
    }
}
