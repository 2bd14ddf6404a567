namespace Signalbox.Unit.Engine.Trust;

/// <summary>A trust model in the shape of spec 4, 2.2, with the extras that such files have in the wild.</summary>
internal static class TrustSamples
{
    public const string Model = """
        # How far agents are trusted here.
        version: "1.0"
        default_level: medium
        trust_levels:
          high:
            description: "Works alone"
            auto_approve: true
            supervision: "minimal"
            max_consecutive_changes: 10
            contexts:
              - pattern: "*.md"
                reason: "Documentation"
              - pattern: "*.test.ts"
                reason: "Tests"
              - pattern: "tests/**/*"
              - task_type: "documentation"
                reason: "Writing docs"
          medium:
            description: "A person reads the change"
            auto_approve: false
            supervision: "code_review_required"
            require_human_review: true
            contexts:
              - pattern: "src/**/*"
                exclude: ["**/vendor/**"]
              - task_type: "feature_implementation"
          low:
            description: "A person works along"
            auto_approve: false
            supervision: "pair_programming"
            escalation: true
            notify_on_match: true
            contexts:
              - pattern: "**/auth/**"
                reason: "Authentication"
              - pattern: "*.pem"
              - pattern: ".env*"
              - task_type: "security"
                reason: "Security work"
        escalation:
          notify:
            - role: "planner"
        overrides:
          elevate_to_medium:
            - pattern: "**/auth/README.md"
              reason: "Only words"
          demote_to_low:
            - pattern: "docs/keys/**"
        """;
}
