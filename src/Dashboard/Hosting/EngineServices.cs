using Signalbox.Engine.Events;

namespace Signalbox.Dashboard.Hosting;

/// <summary>The one place that puts the engine together: its services, the database and the jobs.</summary>
internal static class EngineServices
{
    /// <summary>Registers what runs, keeps and finds workflows.</summary>
    public static void AddEngine(this IServiceCollection services, DataDirectory data, SignalboxOptions options)
    {
        services.AddSingleton<RunEventBus>();
    }
}
