using System.Net;
using System.Text;
using System.Text.Json;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Api;

/// <summary><c>POST /runs/{run}/steps</c>.</summary>
public sealed class AddedStepsApiTests
{
    private const string Steps = "steps:\n  - {id: check, run: make}\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("application/yaml", Steps)]
    [InlineData("application/json", """{"steps":[{"id":"check","run":"make"}]}""")]
    public async Task Add_TextAsItWasSent_ReachesTheEngineAndIsAnsweredByTheRun(string type, string text)
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("T-7");
        using var client = server.Client();

        using var response = await PostAsync(client, text, type);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.EndsWith("/steps", response.Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.EndsWith($": {text}", Assert.Single(server.Engine.Orders), StringComparison.Ordinal);
        using var run = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Stop));
        Assert.Equal("T-7", run.RootElement.GetProperty("key").GetString());
    }

    [Fact]
    public async Task Add_SentTwiceUnderOneKey_IsDoneOnce()
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("T-7");
        using var client = server.Client();

        using var first = await PostAsync(client, Steps, key: "once");
        using var second = await PostAsync(client, Steps, key: "once");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, second.StatusCode));
        Assert.Single(server.Engine.Orders);
    }

    [Fact]
    public async Task Add_NotValid_ListsEveryFaultWithItsPlace()
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("T-7");
        server.Engine.AddedAnswer = new AddStepsResult
        {
            Invalid =
            [
                new Diagnostic("steps", 2, 5, DiagnosticSeverity.Error, "unknown-key", "There is no key 'rnu'."),
                new Diagnostic("steps", 2, 9, DiagnosticSeverity.Warning, "cache-of-cli", "Only a warning."),
                new Diagnostic("steps", 3, 1, DiagnosticSeverity.Error, "unknown-step", "There is no step 'z'."),
            ],
        };
        using var client = server.Client();

        using var response = await PostAsync(client, Steps);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Stop));
        Assert.Equal("The steps cannot be added: there are 2 faults.", problem.RootElement.GetProperty("detail").GetString());
        Assert.Equal([(2, "unknown-key"), (3, "unknown-step")], problem.RootElement.GetProperty("errors").EnumerateArray().Select(e => (e.GetProperty("line").GetInt32(), e.GetProperty("code").GetString()!)));
    }

    [Fact]
    public async Task Add_RefusedOrToNoRun_SaysWhy()
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("T-7");
        server.Engine.AddedAnswer = new AddStepsResult { Refused = "T-7 has ended (completed): no step can be added to it" };
        using var client = server.Client();

        using var refused = await PostAsync(client, Steps);
        using var unknown = await PostAsync(client, Steps, run: "T-8");
        using var large = await PostAsync(client, new string(' ', WorkflowParser.MaxBytes + 1));

        using var content = new ByteArrayContent([0x73, 0xff]);
        content.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue("application/yaml");
        using var broken = await client.PostAsync(new Uri("/api/v1/runs/T-7/steps", UriKind.Relative), content, Stop);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("T-7 has ended (completed)", await refused.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string text, string type = "application/yaml", string? key = null, string run = "T-7")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/runs/{run}/steps") { Content = new StringContent(text, Encoding.UTF8, type) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await client.SendAsync(request, Stop);
    }
}
