using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
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
        Assert.NotNull(await Prompts(null).ReadAsync(attempt, Stop));
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

    private static AttemptPrompts Prompts(string? value) => new(new SecretCatalog([SecretReference.Parse("TOKEN", "env:TOKEN", out _)!], _ => value));

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
