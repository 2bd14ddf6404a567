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
            var files = new ConfiguredFiles(hasOthers ? provider.GetRequiredService<IConfigurationStore>().NewestNumberAsync : null);
            var documents = provider.GetRequiredService<ServerDocuments>();
            files.Change(ConfigurationTarget.FilesOf(documents.Effective), documents.AppliedNumber);
            return files;
        });
        services.AddSingleton<ConfiguredAgents>();
        services.AddSingleton<LiveAgents>();
        services.AddSingleton<LiveSettings>();
        services.AddSingleton<IConfigurationTarget, ConfigurationTarget>();
        services.AddSingleton<ConfigurationDesk>();

        // Also where no other server works on the database: what had no effect yet is tried again.
        services.AddHostedService<ConfigurationFollower>();
    }
}
