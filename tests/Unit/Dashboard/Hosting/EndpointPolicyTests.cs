using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Signalbox.Unit.Dashboard.Hosting;

public sealed class EndpointPolicyTests
{
    private static readonly string[] Anonymous = ["/healthz", "/readyz", "/version", "/login"];

    [Fact]
    public async Task EveryEndpoint_HasAPolicyOrIsOnTheAnonymousList()
    {
        await using var server = await TestServer.StartAsync();
        var endpoints = server.App.Web.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        Assert.Contains(endpoints, e => e.RoutePattern.RawText is "/hubs/runs");
        Assert.Contains(endpoints, e => e.RoutePattern.RawText!.StartsWith("/api/v1/runs", StringComparison.Ordinal));
        var open = endpoints.Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null || e.Metadata.GetMetadata<IAuthorizeData>() is null);
        var wrong = open
            .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .Select(e => e.RoutePattern.RawText!)
            .Where(p => !Anonymous.Contains(p, StringComparer.Ordinal))
            .Distinct(StringComparer.Ordinal);
        Assert.Empty(wrong);
    }
}
