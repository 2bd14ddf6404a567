using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Signalbox.Unit.Dashboard.Hosting;

public sealed class EndpointPolicyTests
{
    private static readonly string[] Anonymous = ["/healthz", "/readyz", "/version", "/login", "/schemas/workflow.json", "/schemas/configuration.json", "/schemas/feature_spec.json", "/schemas/trust_model.json", "/schemas/task_spec.json", "/schemas/api_contract.json", "/api/v1/hooks/{**workflow}"];

    // The framework's own, for assets that appear while a checkout runs: without metadata, so the fallback policy closes it.
    private static readonly string[] ClosedByFallback = ["{**path:file}"];

    [Fact]
    public async Task EveryEndpoint_HasAPolicyOrIsOnTheAnonymousList()
    {
        await using var server = await TestServer.StartAsync();
        var endpoints = server.App.Web.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .ToList();
        Assert.Contains(endpoints, e => e.RoutePattern.RawText is "/hubs/runs");
        Assert.Contains(endpoints, e => e.RoutePattern.RawText!.StartsWith("/api/v1/runs", StringComparison.Ordinal));
        var open = endpoints.Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(e => e.RoutePattern.RawText!);
        var silent = endpoints.Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null && e.Metadata.GetMetadata<IAuthorizeData>() is null).Select(e => e.RoutePattern.RawText!);
        Assert.Empty(open.Except(Anonymous, StringComparer.Ordinal));
        Assert.Empty(silent.Except(ClosedByFallback, StringComparer.Ordinal));
    }
}
