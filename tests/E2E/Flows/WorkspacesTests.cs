using Microsoft.Playwright;
using Signalbox.E2E.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Signalbox.E2E.Flows;

/// <summary>A person looks at what runs left behind and is rid of it, without losing what they were not told of.</summary>
public sealed class WorkspacesTests(SharedServer shared)
{
    [Fact]
    public async Task Workspace_OnThePage_SaysWhatItHoldsAndIsRemovedAfterItWasSaid()
    {
        var stop = TestContext.Current.CancellationToken;
        var key = await RunAsync("WSP-1", stop);
        await using var visit = await shared.OpenAsync("/workspaces?repository=web-shop");

        var row = visit.Page.Locator("tr[data-workspace]", new PageLocatorOptions { HasText = key });
        await Expect(row).ToContainTextAsync("1 new");
        await Expect(row).ToHaveAttributeAsync("data-status", "Dirty");
        await row.GetByRole(AriaRole.Button).ClickAsync();
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("This is lost for ever: 1 untracked file (proof.txt).");
        await dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Remove and lose it" }).ClickAsync();
        await Expect(row).ToHaveCountAsync(0);

        await visit.Page.GotoAsync($"/workspaces/{key}");
        await Expect(visit.Page.Locator("[data-reason]")).ToContainTextAsync("removed by admin with 1 untracked file");
        var folder = (await shared.Server.GetAsync($"/api/v1/workspaces/{key}", stop)).GetProperty("path").GetString()!;
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Workspace_FromATerminal_IsShownRefusedAndForced()
    {
        var stop = TestContext.Current.CancellationToken;
        var key = await RunAsync("WSP-2", stop);

        var diff = await shared.Server.CliAsync(stop, "workspace", "diff", key);
        Assert.Contains("+++ b/proof.txt\n@@ -0,0 +1 @@\n+good\n", diff.Output, StringComparison.Ordinal);

        var refused = await shared.Server.CliAsync(stop, "workspace", "remove", key);
        Assert.Equal(4, refused.ExitCode);
        Assert.Contains("it holds 1 untracked file: commit and merge what is needed", refused.Error, StringComparison.Ordinal);

        var held = await shared.Server.CliAsync(stop, "repo", "remove", "web-shop");
        Assert.Equal(4, held.ExitCode);
        Assert.Contains("web-shop stays known, because", held.Error, StringComparison.Ordinal);

        var forced = await shared.Server.CliAsync(stop, "workspace", "remove", key, "--force");
        Assert.True(forced.ExitCode == 0, forced.ToString());
        Assert.Contains($"of {key} is lost with 1 untracked file", forced.Error, StringComparison.Ordinal);
        Assert.DoesNotContain($"signalbox/{key}", (await shared.Repository.GitAsync(stop, "branch", "--list")), StringComparison.Ordinal);
        var list = await shared.Server.CliAsync(stop, "workspace", "list", "--status", "removed");
        Assert.Contains($"\t{key}\tRemoved\tweb-shop\t", list.Output, StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(string key, CancellationToken stop)
    {
        var started = await shared.Server.CliAsync(stop, "workflow", "run", "proven", "--key", key, "--wait");
        Assert.True(started.ExitCode == 0, started.ToString());
        return key;
    }
}
