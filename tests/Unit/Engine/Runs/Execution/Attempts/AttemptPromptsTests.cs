using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Execution;
using Signalbox.Engine.Runs.Execution.Attempts;
using Signalbox.Engine.Secrets;

namespace Signalbox.Unit.Engine.Runs.Execution.Attempts;

public sealed class AttemptPromptsTests : IDisposable
{
    private const string Value = "hunter2-hunter2";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("signalbox-prompt-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task ReadAsync_SecretOfAnAttemptAtWork_IsMasked()
    {
        await WriteAsync($"Sign in with {Value}, then go on.");

        var text = await Prompts(Value).ReadAsync(Attempt("TOKEN"), Stop);

        Assert.DoesNotContain(Value, text, StringComparison.Ordinal);
        Assert.EndsWith(", then go on.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_SecretThatCannotBeToldAnyMore_ShowsNothingWhileTheFileIsRaw()
    {
        await WriteAsync($"Sign in with {Value}.");
        var attempt = Attempt("TOKEN");

        Assert.Null(await Prompts(null).ReadAsync(attempt, Stop));
        attempt.End(AttemptStatus.Succeeded, attempt.StartedAt);
        Assert.Null(await Prompts(null).ReadAsync(attempt, Stop));
        Assert.Contains("shown to nobody: The secret TOKEN has no value", await AttemptSecrecy.Of(["TOKEN"], Catalog(null)).SealAsync(_folder.FullName, Stop), StringComparison.Ordinal);

        // Masked by the server that still could: from then on nobody needs the value.
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "stdout.log"), Value, Stop);
        Assert.Null(await AttemptSecrecy.Of(["TOKEN"], Catalog(Value)).SealAsync(_folder.FullName, Stop));
        Assert.DoesNotContain(Value, await Prompts(null).ReadAsync(attempt, Stop), StringComparison.Ordinal);
        Assert.Null(await AttemptSecrecy.Of(["TOKEN"], Catalog(null)).SealAsync(_folder.FullName, Stop));
    }

    [Fact]
    public async Task ReadAsync_ReferenceThatWasChangedMeanwhile_IsMaskedAsItWasGiven()
    {
        const string Other = "another-value-now";
        var catalog = new SecretCatalog([Reference("OLD")], name => name is "OLD" ? Value : Other);
        await WriteAsync($"Sign in with {Value}, then go on.");

        catalog.Change([Reference("NEW")]);
        Assert.DoesNotContain(Value, await new AttemptPrompts(catalog).ReadAsync(Attempt("TOKEN"), Stop), StringComparison.Ordinal);
        Assert.Equal(Other, catalog.Resolve("TOKEN").Value);

        // Taken away, and after a restart that knows where it was: for masking only.
        catalog.Change([]);
        Assert.NotNull(catalog.Resolve("TOKEN").Fault);
        Assert.DoesNotContain(Value, await new AttemptPrompts(catalog).ReadAsync(Attempt("TOKEN"), Stop), StringComparison.Ordinal);
        var restarted = new SecretCatalog([Reference("NEW")], name => name is "OLD" ? Value : Other, [Reference("OLD")]);
        Assert.Equal([Value, Other], restarted.ValuesToMask("TOKEN"));

        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "stdout.log"), $"it is {Value}\n", Stop);
        Assert.Null(await AttemptSecrecy.Of(["TOKEN"], restarted).SealAsync(_folder.FullName, Stop));
        Assert.DoesNotContain(Value, await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "stdout.log"), Stop), StringComparison.Ordinal);
        Assert.DoesNotContain(Value, await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "prompt.md"), Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_VeryLong_IsCutAndSecretsAtTheCutStayMasked()
    {
        await WriteAsync(string.Concat(Enumerable.Repeat(Value + " ", 200_000)));

        var text = await Prompts(Value).ReadAsync(Attempt("TOKEN"), Stop);

        Assert.True(text!.Length <= AttemptPrompts.MaxLength + 1);
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_NoFileOrALink_IsNothing()
    {
        Assert.Null(await Prompts(null).ReadAsync(Attempt(), Stop));
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "prompt.md"), "/etc/passwd");
        Assert.Null(await Prompts(null).ReadAsync(Attempt(), Stop));
    }

    private static AttemptPrompts Prompts(string? value) => new(Catalog(value));

    private static SecretCatalog Catalog(string? value) => new([Reference("TOKEN")], _ => value);

    private static SecretReference Reference(string variable) => SecretReference.Parse("TOKEN", $"env:{variable}", out _)!;

    private Task WriteAsync(string text) => File.WriteAllTextAsync(Path.Combine(_folder.FullName, "prompt.md"), text, Stop);

    private Attempt Attempt(params string[] secrets) => new()
    {
        Id = EntityId.New<AttemptId>(),
        StepRunId = EntityId.New<StepRunId>(),
        RunId = EntityId.New<RunId>(),
        Number = 1,
        Agent = "claude",
        Directory = _folder.FullName,
        PromptHash = "00",
        SecretNames = secrets,
        StartedAt = new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero),
    };
}
