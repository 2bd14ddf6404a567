using Signalbox.Engine.Audit;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Governance.Configuration;
using Signalbox.Engine.Library;
using Signalbox.Engine.Secrets;

namespace Signalbox.Dashboard.Hosting.Settings;

/// <summary>Registers configurations and the audit log.</summary>
internal static class SettingsServices
{
    /// <summary>Registers them.</summary>
    /// <param name="services">The services.</param>
    /// <param name="hasOthers">Other servers may work on the same database.</param>
    public static void AddConfiguration(this IServiceCollection services, bool hasOthers)
    {
        services.AddSingleton(provider => new AuditValues(new SecretMask(provider.GetRequiredService<ISecretCatalog>()).Apply));
        services.AddSingleton<AuditLog>();
        services.AddSingleton(provider =>
        {
            var files = new ConfiguredFiles();
            files.Change(ConfigurationTarget.FilesOf(provider.GetRequiredService<ServerDocuments>().Effective));
            return files;
        });
        services.AddSingleton<ConfiguredAgents>();
        services.AddSingleton<LiveAgents>();
        services.AddSingleton<LiveSettings>();
        services.AddSingleton<IConfigurationTarget, ConfigurationTarget>();
        services.AddSingleton<ConfigurationDesk>();
        if (hasOthers)
        {
            services.AddHostedService<ConfigurationFollower>();
        }
    }
}
