using System.Net;
using System.Text.Json;
using Microsoft.Playwright;
using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Flows;

/// <summary>Every page in both themes and at phone width: a picture, nothing serious found by axe, nothing wider than the screen.</summary>
public sealed class LookTests
{
    // Made once, by whichever page is looked at first
    private static Lazy<Task<IReadOnlyDictionary<string, string>>> s_examples = null!;

    private readonly SharedServer _shared;

    public LookTests(SharedServer shared)
    {
        _shared = shared;
        LazyInitializer.EnsureInitialized(ref s_examples, () => new Lazy<Task<IReadOnlyDictionary<string, string>>>(() => MakeExamplesAsync(shared)));
    }

    public static TheoryData<string, string> Pages => new()
    {
        { "overview", "/" },
        { "runs", "/runs" },
        { "run-steps", "/runs/{run}" },
        { "run-logs", "/runs/{run}?tab=logs" },
        { "run-conversation", "/runs/{talk}?tab=logs&stream=conversation" },
        { "run-page", "/runs/{run}?tab=logs&step=history" },
        { "run-changes", "/runs/{talk}?tab=changes" },
        { "run-changes-split", "/runs/{talk}?tab=changes&view=split" },
        { "run-events", "/runs/{run}?tab=events" },
        { "run-outputs", "/runs/{run}?tab=outputs" },
        { "run-checkpoints", "/runs/{run}?tab=checkpoints" },
        { "run-asks", "/runs/{asks}" },
        { "approvals", "/approvals" },
        { "run-inputs", "/runs/{run}?tab=inputs" },
        { "run-failed", "/runs/{failed}" },
        { "workflows", "/workflows" },
        { "workflow", "/workflows/inspect-repository" },
        { "features", "/features" },
        { "feature", "/features/web-shop/{feature}" },
        { "templates", "/templates" },
        { "template", "/templates/built-in/plan-and-implement" },
        { "repositories", "/repositories" },
        { "workspaces", "/workspaces" },
        { "workspaces-none", "/workspaces?status=kept" },
        { "workspace", "/workspaces/{run}" },
        { "agents", "/agents" },
        { "agent", "/agents/look-worker" },
        { "learnings", "/learnings" },
        { "messages", "/messages?thread={thread}" },
        { "messages-none", "/messages?inbox=look-worker" },
        { "metrics", "/metrics?period=day&metric=success_rate" },
        { "settings", "/settings" },
        { "audit", "/settings/audit" },
        { "gallery", "/dev/gallery" },
        { "not-found", "/no-such-page" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_BothThemesAndPhone_IsAccessibleAndFits(string name, string path)
    {
        var examples = await s_examples.Value;
        foreach (var (place, value) in examples)
        {
            path = path.Replace(place, value, StringComparison.Ordinal);
        }

        await using var visit = await _shared.OpenAsync(path, new ViewportSize { Width = 1360, Height = 850 });
        await SettleAsync(visit.Page, loads: !string.Equals(name, "gallery", StringComparison.Ordinal));
        foreach (var (kind, scheme, width, height) in (IReadOnlyList<(string, ColorScheme, int, int)>)[("light", ColorScheme.Light, 1360, 850), ("dark", ColorScheme.Dark, 1360, 850), ("phone", ColorScheme.Light, 390, 844)])
        {
            // One visit: what changes is the browser's wish and its window, as when a person turns the phone or the evening comes
            await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            await visit.Page.SetViewportSizeAsync(width, height);
            await visit.PictureAsync($"{name}-{kind}");
            Assert.Empty((await visit.SeriousFindingsAsync()).Select(f => $"{kind}: {f}"));
            var wide = await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth");
            Assert.True(wide <= 0, $"{kind}: the page is {wide} px wider than the screen");
        }
    }

    /// <summary>Waits until the circuit is up and nothing is loading any more; the gallery shows loading for ever.</summary>
    private static async Task SettleAsync(IPage page, bool loads)
    {
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        if (!loads)
        {
            return;
        }

        await page.WaitForFunctionAsync("() => !document.querySelector('.skeleton') && (!document.querySelector('[data-log]') || document.querySelector('[data-log]').dataset.complete === 'true')");
    }

    /// <summary>What the addresses of the pages name.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> MakeExamplesAsync(SharedServer shared) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["{run}"] = await RunAsync(shared, "LOOK-1", "inspect-repository"),
        ["{failed}"] = await RunAsync(shared, "LOOK-2", "fail-with-reason"),
        ["{asks}"] = await RunAsync(shared, "LOOK-3", "release-notes", "Waiting"),
        ["{talk}"] = await RunAsync(shared, "LOOK-4", "ask-claude"),
        ["{thread}"] = await TalkAsync(shared),
        ["{feature}"] = await WishAsync(shared),
    };

    /// <summary>A feature with a fault in its spec, a task that was not begun, and a line that a person ticked; its id.</summary>
    private static async Task<string> WishAsync(SharedServer shared)
    {
        var text = """
            version: "1.0"
            feature: {id: look-feature, name: A feature to look at, priority: high, status: planning}
            objective: {summary: "What it looks like, in both themes", success_metrics: [Everyone can read it]}
            requirements:
              functional:
                - {id: FR-001, title: Look, description: It can be looked at, priority: high, acceptance_criteria: [People can read it]}
            tasks:
              design:
                - {id: DE-001, title: Draw it, reference: FR-001, methodology: TDD, max_iterations: 3, acceptance_criteria: ["`make check` passes", A long sentence that says what must hold before anybody may call this done and that does not fit a phone in one line]}
            """;
        await PostAsync(shared, "/api/v1/specs", new { file = "spec.yaml", text, repository = "web-shop" });
        var check = (await shared.Server.GetAsync("/api/v1/specs/look-feature", CancellationToken.None)).GetProperty("checklist")[0].GetProperty("key").GetString();
        await PostAsync(shared, $"/api/v1/specs/look-feature/checklist/{check}", new { holds = true });
        return "look-feature";
    }

    /// <summary>A worker that asks people something, and its answer; the id of the conversation.</summary>
    private static async Task<string> TalkAsync(SharedServer shared)
    {
        await PostAsync(shared, "/api/v1/agents", new { id = "look-worker", capabilities = (string[])["code_review", "docs"] });
        var body = "The plan names two files.\nShall both change, or only the first?";
        var asked = (await PostAsync(shared, "/api/v1/messages", new { from = "look-worker", to = "people", type = "question", priority = 5, body })).GetProperty("id").GetString()!;
        await PostAsync(shared, "/api/v1/messages", new { from = "admin", to = "look-worker", body = "Only the first.", replyTo = asked });
        return asked;
    }

    private static async Task<string> RunAsync(SharedServer shared, string key, string workflow, params string[] until)
    {
        await PostAsync(shared, "/api/v1/runs", new { workflow, key });
        await shared.Server.WaitForRunAsync(key, CancellationToken.None, until is [] ? ["Completed", "Failed"] : until);
        return key;
    }

    private static async Task<JsonElement> PostAsync(SharedServer shared, string path, object body)
    {
        var (status, answer) = await shared.Server.PostAsync(path, body, CancellationToken.None);
        Assert.True(status is HttpStatusCode.Created or HttpStatusCode.OK, $"{status} {answer}");
        return answer;
    }
}
