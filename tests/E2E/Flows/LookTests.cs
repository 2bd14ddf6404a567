using System.Text.Json;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Flows;

/// <summary>Every page in both themes and at phone width: a picture, nothing serious found by axe, nothing wider than the screen.</summary>
public sealed class LookTests(SharedServer shared)
{
    public static TheoryData<string, string> Pages => new()
    {
        { "overview", "/" },
        { "runs", "/runs" },
        { "run-steps", "/runs/{run}" },
        { "run-logs", "/runs/{run}?tab=logs" },
        { "run-conversation", "/runs/{talk}?tab=logs&stream=conversation" },
        { "run-page", "/runs/{run}?tab=logs&step=history" },
        { "run-events", "/runs/{run}?tab=events" },
        { "run-outputs", "/runs/{run}?tab=outputs" },
        { "run-checkpoints", "/runs/{run}?tab=checkpoints" },
        { "run-asks", "/runs/{asks}" },
        { "approvals", "/approvals" },
        { "run-inputs", "/runs/{run}?tab=inputs" },
        { "run-failed", "/runs/{failed}" },
        { "workflows", "/workflows" },
        { "workflow", "/workflows/inspect-repository" },
        { "agents", "/agents" },
        { "agent", "/agents/look-worker" },
        { "messages", "/messages?thread={thread}" },
        { "messages-none", "/messages?inbox=look-worker" },
        { "gallery", "/dev/gallery" },
        { "not-found", "/no-such-page" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_BothThemesAndPhone_IsAccessibleAndFits(string name, string path)
    {
        path = path.Replace("{run}", await ExampleAsync("LOOK-1", "inspect-repository"), StringComparison.Ordinal)
            .Replace("{failed}", await ExampleAsync("LOOK-2", "fail-with-reason"), StringComparison.Ordinal)
            .Replace("{talk}", await ExampleAsync("LOOK-4", "ask-claude"), StringComparison.Ordinal)
            .Replace("{asks}", await ExampleAsync("LOOK-3", "release-notes", "Waiting"), StringComparison.Ordinal);
        path = path.Contains("look-worker", StringComparison.Ordinal) || path.Contains("{thread}", StringComparison.Ordinal)
            ? path.Replace("{thread}", await TalkAsync(), StringComparison.Ordinal)
            : path;
        await using var visit = await shared.OpenAsync(path, new ViewportSize { Width = 1360, Height = 850 });
        await SettleAsync(visit.Page, loads: !string.Equals(name, "gallery", StringComparison.Ordinal));
        foreach (var (kind, scheme, width, height) in (IReadOnlyList<(string, ColorScheme, int, int)>)[("light", ColorScheme.Light, 1360, 850), ("dark", ColorScheme.Dark, 1360, 850), ("phone", ColorScheme.Light, 390, 844)])
        {
            // One visit: what changes is the browser's wish and its window, as when a person turns the phone or the evening comes
            await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            await visit.Page.SetViewportSizeAsync(width, height);
            await visit.PictureAsync($"{name}-{kind}");
            var found = await visit.Page.RunAxe();
            Assert.Empty(found.Violations.Where(v => v.Impact is "serious" or "critical").Select(v => $"{kind}: {v.Id}: {v.Help} at {string.Join(", ", v.Nodes.Select(n => n.Target.ToString()))}"));
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

    /// <summary>A worker that asks people something, and its answer; the id of the conversation.</summary>
    private async Task<string> TalkAsync()
    {
        var stop = TestContext.Current.CancellationToken;
        await shared.Server.CliAsync(stop, "agent", "register", "look-worker", "--capability", "code_review", "--capability", "docs");
        var asked = await SendAsync("""{"from":"look-worker","to":"people","type":"question","priority":5,"body":"The plan names two files.\nShall both change, or only the first?"}""");
        await SendAsync($$"""{"from":"admin","to":"look-worker","body":"Only the first.","replyTo":"{{asked}}"}""");
        return asked;

        async Task<string> SendAsync(string json)
        {
            using var client = shared.Server.CreateClient();
            using var sent = await client.PostAsync(new Uri("/api/v1/messages", UriKind.Relative), new StringContent(json, null, "application/json"), stop);
            return JsonDocument.Parse(await sent.EnsureSuccessStatusCode().Content.ReadAsStringAsync(stop)).RootElement.GetProperty("id").GetString()!;
        }
    }

    private async Task<string> ExampleAsync(string key, string workflow, params string[] until)
    {
        var stop = TestContext.Current.CancellationToken;
        // Whoever comes first makes it; the key can be taken once only.
        await shared.Server.CliAsync(stop, "workflow", "run", workflow, "--key", key);
        await shared.Server.WaitForRunAsync(key, stop, until is [] ? ["Completed", "Failed"] : until);
        return key;
    }
}
