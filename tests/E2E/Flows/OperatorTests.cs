using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Flows;

/// <summary>What an operator relies on: repeated requests, traces, two commands at once.</summary>
public sealed class OperatorTests
{
    [Fact]
    public async Task Start_RepeatedAfterARestartWithTheSameKey_IsTheFirstRun()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var data = folder.Combine("data");
        string first;
        await using (var server = await SignalboxServer.StartAsync(data, stop))
        {
            first = await StartAsync(server, stop);
            await server.KillAsync();
        }

        await using var next = await SignalboxServer.StartAsync(data, stop);
        Assert.Equal(first, await StartAsync(next, stop));
        Assert.Equal(1, (await next.GetAsync("/api/v1/runs?workflow=inspect-repository", stop)).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Run_ThatEnded_IsSeenByAnOtlpReceiverUnderItsTraceId()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        using var receiver = new HttpListener();
        var port = FreePort();
        receiver.Prefixes.Add($"http://127.0.0.1:{port}/");
        receiver.Start();
        var received = ReceiveAsync(receiver);
        byte[] trace;
        await using (var server = await SignalboxServer.StartAsync(folder.Combine("data"), stop, $"--Observability:OtlpEndpoint=http://127.0.0.1:{port}"))
        {
            var key = (await server.CliAsync(stop, "workflow", "run", "inspect-repository", "--wait")).Output.Split('\n')[0];
            var run = await server.GetAsync($"/api/v1/runs/{key}", stop);
            trace = Convert.FromHexString(run.GetProperty("traceId").GetString()!);
            Assert.Equal(0, await server.StopAsync(stop));
        }

        receiver.Stop();
        var bodies = await received;
        Assert.Contains(bodies, b => b.Path is "/v1/traces" && b.Body.AsSpan().IndexOf(trace) >= 0 && b.Body.AsSpan().IndexOf("run inspect-repository"u8) >= 0);
        Assert.Contains(bodies, b => b.Path is "/v1/metrics" && b.Body.AsSpan().IndexOf("signalbox.runs.ended"u8) >= 0);
    }

    [Fact]
    public async Task TwoCommands_WithoutAServer_BothAnswer()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var environment = SignalboxServer.EnvironmentFor(folder.Combine("data"));
        Task<CommandResult> Cli(params string[] arguments) => Command.RunAsync("dotnet", [TestPaths.Signalbox, .. arguments], stop, environment: environment);

        var long1 = Cli("workflow", "run", "inspect-repository", "--follow");
        var results = await Task.WhenAll(long1, Cli("run", "list"), Cli("workflow", "list"), Cli("agent", "list", "--json"));

        Assert.All(results, r => Assert.True(r.ExitCode == 0, r.ToString()));
        Assert.False(File.Exists(folder.Combine("data", "server.json")));
    }

    private static async Task<string> StartAsync(SignalboxServer server, CancellationToken stop)
    {
        using var client = server.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/runs", UriKind.Relative)) { Content = JsonContent.Create(new { workflow = "inspect-repository" }) };
        request.Headers.Add("Idempotency-Key", "the same");
        using var answer = await client.SendAsync(request, stop);
        var text = await answer.Content.ReadAsStringAsync(stop);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, text);
        using var run = JsonDocument.Parse(text);
        return run.RootElement.GetProperty("id").GetString()!;
    }

    private static int FreePort()
    {
        // HttpListener takes no port 0.
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static async Task<IReadOnlyList<(string Path, byte[] Body)>> ReceiveAsync(HttpListener receiver)
    {
        var all = new List<(string, byte[])>();
        while (true)
        {
            try
            {
                var context = await receiver.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                all.Add((context.Request.Url!.AbsolutePath, body.ToArray()));
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return all;
            }
        }
    }
}
