"""The beneficiary's side: who speaks now, onboarding, the assistant, and what it asks us to do."""
