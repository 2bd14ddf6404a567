using System.Text.Json;
using Microsoft.Playwright;
using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Flows;

/// <summary>Everything of one installation goes into an empty one, and people see there what they saw here.</summary>
public sealed class EverythingTests(SharedServer shared)
{
    private const string Key = "EVERY-1";

    private static readonly string[] Addresses = ["", "/steps", "/events?after=0", "/checkpoints", "/outputs"];

    [Fact]
    public async Task ExportAndImport_OfEverything_ShowTheSamePages()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var repository = await TestRepository.CreateAsync(folder.Combine("shop"), stop, TestWorkflows.All);
        var before = new List<string>();
        string workflow;
        await using (var first = await SignalboxServer.StartAsync(folder.Combine("first"), stop))
        {
            await OkAsync(first, stop, "init", repository.Path);
            await OkAsync(first, stop, "workflow", "run", "proven", "--wait", "--input", "wanted=very good", "--prompt", "Prove it", "--key", Key);
            workflow = await OkAsync(first, stop, "workflow", "show", "proven");
            foreach (var address in Addresses)
            {
                before.Add(Anywhere(await first.GetAsync($"/api/v1/runs/{Key}{address}", stop), first));
            }

            // While the server runs.
            var exported = await OkAsync(first, stop, "data", "export", folder.Combine("export"));
            Assert.Contains(" rows of ", exported, StringComparison.Ordinal);
            await OkAsync(first, stop, "db", "backup", folder.Combine("backup.db"));
            Assert.Equal("nothing is wrong\n", await OkAsync(first, stop, "db", "check"));
            Assert.Equal(0, await first.StopAsync(stop));
        }

        var data = folder.Combine("second");
        var import = await Command.RunAsync("dotnet", [TestPaths.Signalbox, "data", "import", folder.Combine("export")], stop, environment: SignalboxServer.EnvironmentFor(data));
        Assert.True(import.ExitCode == 0, import.ToString());
        await using var second = await SignalboxServer.StartAsync(data, stop);
        var after = new List<string>();
        foreach (var address in Addresses)
        {
            after.Add(Anywhere(await second.GetAsync($"/api/v1/runs/{Key}{address}", stop), second));
        }

        Assert.Equal(before, after);
        Assert.Equal(workflow, await OkAsync(second, stop, "workflow", "show", "proven"));
        Assert.Equal("very good\n", await OkAsync(second, stop, "run", "logs", Key, "--step", "read"));
        await using var page = await shared.OpenAsync(second, $"/runs/{Key}");
        await Assertions.Expect(page.Page.GetByText("Prove it").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.GetByText("Completed").First).ToBeVisibleAsync();
    }

    /// <summary>An answer as it would be at any address and in any folder.</summary>
    private static string Anywhere(JsonElement answer, SignalboxServer server) => answer.GetRawText()
        .Replace(server.Address.GetLeftPart(UriPartial.Authority), "", StringComparison.Ordinal)
        .Replace(server.Data, "", StringComparison.Ordinal);

    private static async Task<string> OkAsync(SignalboxServer server, CancellationToken stop, params string[] arguments)
    {
        var result = await server.CliAsync(stop, arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }
}
