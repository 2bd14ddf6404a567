using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Cli;
using Signalbox.Dashboard.Hosting;
using Signalbox.Unit.Engine.Agents.Api;
using static Signalbox.Unit.Dashboard.Cli.WorkerAnswers;

namespace Signalbox.Unit.Dashboard.Cli;

/// <summary>A worker whose claim was answered and never heard (design/agents.md, Workers).</summary>
public sealed class SureClaimsTests
{
    private const string Gone = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Claim_TheAnswerToTheOneBeforeWasLost_GivesBackWhatItNeverHeardOf()
    {
        await using var server = new WireServer(Gone, Agent(("tk_lost", 3), ("tk_mine", 7)), Answer(Claim("tk_lost", 3)), Answer(new ClaimModel(Work("tk_next", 1))));
        using var api = new ApiClient(new ServerTarget(server.Url(""), null), null);
        using var claims = new SureClaims(new WorkClient(api, "anna"));
        List<WorkModel> taken = [];

        var fault = await Assert.ThrowsAsync<SignalboxFaultException>(() => claims.ClaimAsync(0, () => [Work("tk_mine", 7)], taken.Add, Stop));
        var work = await claims.ClaimAsync(0, () => [Work("tk_mine", 7)], taken.Add, Stop);

        Assert.Equal(ExitCodes.Unreachable, fault.ExitCode);
        Assert.Equal("tk_next", work!.Step);
        Assert.Same(work, Assert.Single(taken));
        Assert.Equal(
            ["POST /api/v1/agents/anna/claim", "POST /api/v1/agents/anna/heartbeat", "POST /api/v1/steps/tk_lost/release", "POST /api/v1/agents/anna/claim"],
            server.Requests.Select(r => r[..r.IndexOf(" HTTP", StringComparison.Ordinal)]));
        Assert.Contains("the answer to its claim was lost", server.Requests[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claim_WhatWasLostIsNoLongerItsOwn_ClaimsAnyway()
    {
        await using var server = new WireServer(
            Answer(new ClaimModel(null)), Agent(("tk_lost", 3)), WireServer.Json(409, """{"detail":"it went back"}"""), Answer(new ClaimModel(Work("tk_next", 1))));
        using var api = new ApiClient(new ServerTarget(server.Url(""), null), null);
        using var claims = new SureClaims(new WorkClient(api, "anna"));

        Assert.Null(await claims.ClaimAsync(0, () => [], _ => { }, Stop));
        Assert.Equal("tk_next", (await claims.ClaimAsync(0, () => [], _ => { }, Stop))!.Step);
    }

    [Fact]
    public async Task Claim_AfterOneThatWasHeard_AsksForNothingElse()
    {
        await using var server = new WireServer(Answer(new ClaimModel(Work("tk_1", 1))), Answer(new ClaimModel(Work("tk_2", 1))));
        using var api = new ApiClient(new ServerTarget(server.Url(""), null), null);
        using var claims = new SureClaims(new WorkClient(api, "anna"));

        await claims.ClaimAsync(0, () => [], _ => { }, Stop);
        await claims.ClaimAsync(0, () => [], _ => { }, Stop);

        Assert.All(server.Requests, r => Assert.StartsWith("POST /api/v1/agents/anna/claim", r, StringComparison.Ordinal));
        Assert.Equal(2, server.Requests.Count);
    }

    /// <summary>The answer holds secrets: nothing may ask the server to keep it.</summary>
    [Fact]
    public async Task Claim_SaysNoIdempotencyKey()
    {
        await using var server = new WireServer(Answer(new ClaimModel(Work("tk_1", 1))));
        using var api = new ApiClient(new ServerTarget(server.Url(""), null), null);
        using var claims = new SureClaims(new WorkClient(api, "anna"));

        await claims.ClaimAsync(0, () => [], _ => { }, Stop);

        Assert.DoesNotContain("Idempotency-Key", Assert.Single(server.Requests), StringComparison.OrdinalIgnoreCase);
    }
}
