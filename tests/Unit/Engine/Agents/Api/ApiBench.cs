using System.Text;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Api;
using Signalbox.Engine.Agents.Cli;

namespace Signalbox.Unit.Engine.Agents.Api;

/// <summary>Runs the process that calls an API, without a process.</summary>
internal sealed class ApiBench : IDisposable
{
    public const string Key = "sk-secret-1234567890";

    public static readonly DateTimeOffset Now = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);

    public TemporaryFolder Folder { get; } = new();

    public List<AgentEvent> Events { get; } = [];

    public string Output { get; private set; } = "";

    public int ExitCode { get; private set; }

    public string Attempt(int number) => Folder[$"attempts/{number}"];

    public ApiCall Call(ApiKind kind, Uri baseUrl) => new()
    {
        Kind = kind,
        BaseUrl = baseUrl,
        Model = "model-asked",
        NewSession = "at_new",
        Directory = Attempt(2),
    };

    public async Task<CliStreamResult> RunAsync(ApiCall call, string prompt = "Say four.", string? key = Key)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(prompt));
        using var output = new MemoryStream();
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal) { [ApiCall.Variable] = call.ToJson(), [ApiCall.KeyVariable] = key };
        ExitCode = await ApiProgram.RunAsync(name => variables.GetValueOrDefault(name), input, output, new StoppedClock(), TestContext.Current.CancellationToken);
        Output = Encoding.UTF8.GetString(output.ToArray());
        var settings = call.Kind == ApiKind.Anthropic ? ApiAgentSettings.Anthropic : ApiAgentSettings.OpenAI;
        return DialectReader.Read(new ApiDialect(settings, AgentSettings.Default), Events, Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    public void Dispose() => Folder.Dispose();

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => 0;
    }
}
