using System.Net;
using System.Text.Json;
using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Faults;

/// <summary>
/// kill -9 of the server while it is told something: a run is started, an ended one resumed, a question answered. What it has said yes to is done, what it has not
/// can be said again, and either way it is done once.
/// </summary>
public sealed class OrderKillTests(OrderKillTests.Place place) : IClassFixture<OrderKillTests.Place>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The moments; the long form has each of them several times.</summary>
    public static TheoryData<string, int> Moments
    {
        get
        {
            var moments = new TheoryData<string, int>();
            foreach (var moment in FaultMode.Pick<string[]>(["under way", "answered"], ["under way", "answered", "written", "begun"]))
            {
                for (var round = 1; round <= FaultMode.Pick(1, 4); round++)
                {
                    moments.Add(moment, round);
                }
            }

            return moments;
        }
    }

    private FaultBench Bench => place.Bench;

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task ServerKilledWhileItIsToldSomething_WhatItAnsweredIsDoneAndNothingIsDoneTwice(string moment, int round)
    {
        var (failed, asked) = (await Bench.StartRunAsync("mend", Stop), await Bench.StartRunAsync("asked", Stop));
        Assert.Equal("Failed", (await Bench.EndAsync(failed, Stop)).GetProperty("status").GetString());
        var approval = await OpenApprovalAsync(asked);
        await File.WriteAllTextAsync($"{Bench.Ledger.Path}.mended.{failed}", "", Stop);
        var added = Enumerable.Range(1, 4).Select(n => $"{moment.Replace(" ", "", StringComparison.Ordinal)}-{round}-{n}").ToList();

        var resume = TellAsync($"/api/v1/runs/{failed}/resume", new { });
        var answer = TellAsync($"/api/v1/approvals/{approval}/approve", new { });
        var starts = added.ConvertAll(k => (Key: k, Told: TellAsync("/api/v1/runs", Start(k))));
        Task all = Task.WhenAll([resume, answer, .. starts.Select(s => s.Told)]);
        switch (moment)
        {
            case "under way":
                await Task.Delay(new Random(FaultMode.Seed + round).Next(150), Stop);
                break;
            case "answered":
                await all;
                break;
            case "written":
                await Until.TrueAsync(() => HasAsync("SELECT COUNT(*) FROM runs WHERE key = $key AND epoch > 1 AND status <> 'Failed'", failed), "the resumed run", Stop);
                break;
            case "begun":
                await Until.TrueAsync(() => HasAsync("SELECT COUNT(*) FROM attempts a JOIN runs r ON r.id = a.run_id WHERE r.key = $key AND a.number = 2", failed), "its second attempt", Stop);
                break;
        }

        await Bench.Server.KillAsync();
        await all;
        await Bench.StartServerAsync(Stop);

        // What it said yes to has happened, whoever asks again or not.
        await SeeAsync(resume, () => HasAsync("SELECT COUNT(*) FROM runs WHERE key = $key AND status <> 'Failed'", failed), $"/api/v1/runs/{failed}/resume", new { });
        await SeeAsync(answer, () => HasAsync("SELECT COUNT(*) FROM approvals a JOIN runs r ON r.id = a.run_id WHERE r.key = $key AND a.status = 'Approved'", asked), $"/api/v1/approvals/{approval}/approve", new { });
        foreach (var (key, told) in starts)
        {
            await SeeAsync(told, () => HasAsync("SELECT COUNT(*) FROM runs WHERE key = $key", key), "/api/v1/runs", Start(key));
        }

        var oracle = new LedgerOracle(Bench);
        foreach (var key in (string[])[failed, asked, .. added])
        {
            await Bench.EndAsync(key, Stop);
            await oracle.CheckAsync(key, Stop);
            await oracle.CheckDocumentsAsync(key, Stop);
        }

        await oracle.CheckNothingIsOpenAsync(Stop);
        var yes = starts.Select(s => s.Told).Append(resume).Append(answer).Count(t => t.Result is not null);
        FaultMode.Print($"killed while told to resume, approve and start ({moment}, {round}; seed {FaultMode.Seed}): {yes} of {starts.Count + 2} answered before it died; {oracle.Steps} steps, {oracle.Attempts} attempts, {oracle.Interrupted} interrupted, {oracle.Lines} lines; done twice 0, lost 0");
    }

    private object Start(string key) => new { workflow = "brief", key, inputs = new { ledger = Bench.Ledger.Path } };

    /// <summary>The answer; null when the server died before it gave one.</summary>
    private async Task<HttpStatusCode?> TellAsync(string path, object body)
    {
        try
        {
            var (status, answer) = await Bench.Server.PostAsync(path, body, Stop);
            Assert.True(status is HttpStatusCode.OK or HttpStatusCode.Created, $"{status} {answer}");
            return status;
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>What was answered has been done; what was not is said again, and refused only where it has been done.</summary>
    private async Task SeeAsync(Task<HttpStatusCode?> told, Func<Task<bool>> isDone, string path, object body)
    {
        if (await told is not null)
        {
            Assert.True(await isDone(), $"{path} was answered and is not done\n{Bench.Server.Output}");
            return;
        }

        var (status, answer) = await Bench.Server.PostAsync(path, body, Stop);
        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.Conflict, $"{path}: {status} {answer}");
        Assert.True(await isDone(), $"{path}, said again ({status}), is not done: {answer}");
    }

    private async Task<string> OpenApprovalAsync(string key)
    {
        JsonElement open = default;
        await Until.TrueAsync(
            async () => (open = await Bench.Server.GetAsync($"/api/v1/approvals?run={key}&status=open", Stop)).GetArrayLength() == 1, $"the question of {key}", Stop);
        return open[0].GetProperty("id").GetString()!;
    }

    private async Task<bool> HasAsync(string sql, string key) => await StoredRows.CountAsync(Bench.Data, sql, Stop, ("$key", key)) > 0;

    /// <summary>One data directory for all moments.</summary>
    public sealed class Place : IAsyncLifetime
    {
        private static readonly (string Name, string Yaml) Mend = ("mend", """
            version: "1.0"
            name: mend
            key: MEND
            inputs:
              ledger: {type: string, required: true}
            env: {LEDGER: "{{inputs.ledger}}"}
            steps:
              - id: prepare
                run: worker 8 0
              - id: mend
                needs: [prepare]
                run: |
                  [ -e "$LEDGER.mended.$SIGNALBOX_RUN_KEY" ] || { note refused $$; exit 3; }
                  exec worker 12 0.03
              - id: after
                needs: [mend]
                run: worker 5 0
            """);

        private static readonly (string Name, string Yaml) Asked = ("asked", """
            version: "1.0"
            name: asked
            key: ASKED
            inputs:
              ledger: {type: string, required: true}
            env: {LEDGER: "{{inputs.ledger}}"}
            steps:
              - id: prepare
                run: worker 8 0
              - id: gate
                needs: [prepare]
                approval: {question: "Go on?"}
              - id: finish
                needs: [gate]
                run: worker 12 0.03
            """);

        private static readonly (string Name, string Yaml) Brief = ("brief", """
            version: "1.0"
            name: brief
            key: BRIEF
            inputs:
              ledger: {type: string, required: true}
            env: {LEDGER: "{{inputs.ledger}}"}
            steps:
              - id: only
                run: worker 6 0
            """);

        internal FaultBench Bench { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Bench = await FaultBench.CreateAsync([Mend, Asked, Brief], TestContext.Current.CancellationToken);

        public ValueTask DisposeAsync() => Bench?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
