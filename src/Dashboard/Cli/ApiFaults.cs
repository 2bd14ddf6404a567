using System.Net;
using System.Text.Json;
using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary>What a refusal of the REST API is on the command line: the exit code that fits, and the sentence of the server.</summary>
internal static class ApiFaults
{
    /// <summary>The fault that an answer tells of.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="server">The server, for sentences.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<SignalboxFaultException> OfAsync(HttpResponseMessage response, string server, CancellationToken cancellationToken)
    {
        var code = response.StatusCode switch
        {
            HttpStatusCode.NotFound => ExitCodes.NotFound,
            HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity => ExitCodes.BadUsage,
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.Conflict => ExitCodes.Refused,
            _ => ExitCodes.Unreachable,
        };
        var problem = await ProblemAsync(response, cancellationToken);
        var sentence = problem switch
        {
            { Errors: { Count: > 0 } errors, Detail: var summary } when errors.All(e => e.File is not null) => $"{summary}\n{string.Join('\n', errors.Select(CliPaths.Line))}",
            { Errors: { Count: > 0 } errors } => string.Join("\nsignalbox: ", errors.Select(e => e.Message)),
            { Detail: { } detail } => detail,
            _ => $"{server} answered {(int)response.StatusCode} {response.ReasonPhrase}",
        };
        return new SignalboxFaultException(code, sentence);
    }

    private static async Task<Problem?> ProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<Problem>(ApiJson.Options, cancellationToken);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    private sealed record Problem(string? Detail, IReadOnlyList<FieldError>? Errors);
}
