using Signalbox.Dashboard.Api;

namespace Signalbox.Dashboard.Hubs;

/// <summary>The hub, <c>/hubs/runs</c>.</summary>
internal static class HubServices
{
    /// <summary>Registers the hub and its watchers.</summary>
    public static void AddRunHub(this IServiceCollection services)
    {
        services.AddSignalR(o =>
        {
            o.MaximumParallelInvocationsPerClient = 8;
            o.MaximumReceiveMessageSize = 64 * 1024;
        }).AddJsonProtocol(o => ApiJson.Configure(o.PayloadSerializerOptions));
        services.AddSingleton<RunWatchers>();
    }

    /// <summary>Maps the hub.</summary>
    public static void MapRunHub(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapHub<RunHub>("/hubs/runs").RequireAuthorization(Policies.Administrator);
}
