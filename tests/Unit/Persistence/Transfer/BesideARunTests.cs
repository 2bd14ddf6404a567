namespace Signalbox.Unit.Persistence.Transfer;

/// <summary>An export beside a server on which attempts with secrets work.</summary>
public sealed class BesideARunTests
{
    private const string Value = "hunter2-hunter2";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Export_BesideAttemptsWithSecrets_HoldsNoValueOfThem()
    {
        using var folders = new TransferFolders();
        Directory.CreateDirectory(folders.In("source"));
        await using var source = await SqliteFileDatabase.OpenAsync(folders.File("source"));
        var scenario = await Scenario.CreateAsync(source);
        var (state, attempt) = await scenario.AttemptingAsync();
        var steps = Path.Combine(folders.Data, "runs", state.Run.Key, "steps", "01_a", "attempts");
        await source.QueryAsync($"UPDATE attempts SET directory = '{Path.Combine(steps, "1")}', secret_names = '[\"TOKEN\"]' WHERE id = '{attempt.Id.Value}'");

        // The second began when the rows had been read, and its row is not among them.
        foreach (var (number, name) in new[] { ("1", "stdout.log"), ("1", "stderr.log"), ("1", "prompt.md"), ("2", "stdout.log"), ("2", "prompt.md") })
        {
            Directory.CreateDirectory(Path.Combine(steps, number));
            await File.WriteAllTextAsync(Path.Combine(steps, number, name), $"with {Value}", Ct);
        }

        var manifest = await folders.ExportAsync(source.Database);

        Assert.DoesNotContain(Directory.EnumerateFiles(folders.Export, "*", SearchOption.AllDirectories), f => File.ReadAllText(f).Contains(Value, StringComparison.Ordinal));
        Assert.Equal(4, manifest.LeftOut.Count(s => s.StartsWith($"runs/{state.Run.Key}/", StringComparison.Ordinal)));
    }
}
