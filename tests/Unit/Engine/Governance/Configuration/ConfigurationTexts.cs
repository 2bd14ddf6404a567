namespace Signalbox.Unit.Engine.Governance.Configuration;

/// <summary>Documents for tests.</summary>
internal static class ConfigurationTexts
{
    /// <summary>One with a part of each kind.</summary>
    public const string Whole = """
        version: 1.2.0
        global:
          limits: {max_concurrent_runs: 6, grace_seconds: 10}
          cache: {days: 7}
          defaults: {agent: house, timeout_seconds: 900}
          secrets:
            DEPLOY_KEY: file:/run/secrets/deploy
            NPM_TOKEN: ${NPM_TOKEN}
          mcp_servers:
            docs: {command: [docs-server, --stdio]}
            later: {enabled: false}
          prices:
            - {model: "qwen*", input_usd: 0.5, output_usd: 2}
        agents:
          local: {kind: api, base_url: "http://127.0.0.1:11434/v1", model: qwen3, provider: ollama}
          house: {provider: openai, model: gpt-5, api_key: "${env:HOUSE_KEY}"}
          builder: {kind: worker, capabilities: [build], capacity: 3, metadata: {team: platform}}
          old: {enabled: false, kind: command, name: Old one}
          codex: {enabled: false}
        workflows:
          nightly:
            title: Look after the dependencies
            steps:
              - id: look
                prompt: |
                  Look at what is old.
                  Name each.
              - {id: fix, needs: [look], agent: local, prompt: "Fix it."}
          parked: {enabled: false, title: Not now}
        observability:
          log_level: warning
          retention: {days: 90}
        deployment:
          urls: ["http://127.0.0.1:5090"]
          auth: {link_minutes: 5}
        """;

    /// <summary>A small one of a version.</summary>
    public static string Of(string version, int runs = 4) => $"version: {version}\nglobal:\n  limits: {{max_concurrent_runs: {runs}}}\n";
}
