using System.Globalization;
using Signalbox.Engine.Agents.Cli;
using Signalbox.Engine.Files;

namespace Signalbox.Engine.Agents.Api;

/// <summary>
/// What a session has said so far. An API keeps no session, so that its turns are asked again: they stand in the prompts and logs of the
/// attempts before, whose folders are beside this one's. Secrets in them are masked by then.
/// </summary>
internal static class ApiHistory
{
    private const long MaxBytes = OutputLines.DefaultMaxLineBytes;

    /// <summary>The turns of a session, the oldest first; null when no attempt of it is left. An attempt that was never answered adds none.</summary>
    public static async Task<IReadOnlyList<ApiTurn>?> ReadAsync(string directory, string session, CancellationToken cancellationToken)
    {
        var attempts = Path.GetDirectoryName(directory);
        if (attempts is null || !Number(Path.GetFileName(directory), out var own) || !Directory.Exists(attempts))
        {
            return null;
        }

        List<ApiTurn>? turns = null;
        var before = Directory.EnumerateDirectories(attempts)
            .Select(folder => (Folder: folder, IsNumber: Number(Path.GetFileName(folder), out var number), Number: number))
            .Where(attempt => attempt.IsNumber && attempt.Number < own)
            .OrderBy(attempt => attempt.Number);
        foreach (var (folder, _, _) in before)
        {
            var said = await ReadTextAsync(folder, "stdout.log", cancellationToken) is { } log ? Read(log) : null;
            if (!string.Equals(said?.SessionId, session, StringComparison.Ordinal))
            {
                continue;
            }

            turns ??= [];
            if (!string.IsNullOrWhiteSpace(said!.FinalText) && await ReadTextAsync(folder, "prompt.md", cancellationToken) is { } prompt)
            {
                turns.AddRange([new ApiTurn(IsAnswer: false, prompt), new ApiTurn(IsAnswer: true, said.FinalText)]);
            }
        }

        return turns;
    }

    private static CliStreamResult Read(string log)
    {
        var stream = new ApiStream(new ApiDialect(ApiAgentSettings.OpenAI, AgentSettings.Default), _ => { });
        foreach (var line in log.Split('\n'))
        {
            stream.Line(line.TrimEnd('\r'));
        }

        return stream.Finish();
    }

    private static async Task<string?> ReadTextAsync(string folder, string name, CancellationToken cancellationToken)
    {
        var opened = UntrustedFile.Open(folder, name, MaxBytes, UntrustedLinks.Refused);
        if (opened.File is null)
        {
            return null;
        }

        using var reader = new StreamReader(opened.File);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    private static bool Number(string? name, out int number) => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
